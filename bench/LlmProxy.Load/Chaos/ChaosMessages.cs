using System.Globalization;
using System.Text;
using LlmProxy.Load.Traffic;

namespace LlmProxy.Load.Chaos;

/// <summary>Requests and answers of the chaos run. Each piece of content names request, attempt and place, so that what is missing, doubled or another's is seen.</summary>
internal static class ChaosMessages
{
    /// <summary>Pieces of content in each answer.</summary>
    public const int Pieces = 6;

    /// <summary>The role frame of a stream, without the framing of HTTP.</summary>
    public const string RoleFrame = ChunkHead + "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]}\n\n";

    /// <summary>A first frame that is cut inside its JSON.</summary>
    public const string BrokenFrame = "data: {\"id\":\"chatcmpl-chaos\",\"object\":\"chat.comp\n\n";

    /// <summary>An error as OpenAI's form has it.</summary>
    public const string Error = "{\"error\":{\"message\":\"The server had an error.\",\"type\":\"server_error\",\"param\":null,\"code\":null}}";

    private const string ChunkHead =
        "data: {\"id\":\"chatcmpl-chaos\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"chaos\",\"choices\":[";

    private const string IdStart = "request=";

    private const string Usage = "\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":6,\"total_tokens\":18}";

    /// <summary>A whole HTTP request.</summary>
    public static byte[] Request(ChaosRequest request, string model)
    {
        var stream = request.Stream ? ",\"stream\":true" : "";
        var body = string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"model\":\"{model}\"{stream},\"messages\":[{{\"role\":\"user\",\"content\":\"{IdStart}{request.Id};\"}}]}}");
        return Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            POST {ClientRequest.ChatPath} HTTP/1.1
            Host: 127.0.0.1
            X-Request-Id: chaos-{request.Id}
            Content-Type: application/json
            Content-Length: {body.Length}


            """).ReplaceLineEndings("\r\n") + body);
    }

    /// <summary>Reads what a target needs of a request's body; false if it is no request of this run.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out long id, out bool stream, out bool wantsUsage)
    {
        stream = body.IndexOf("\"stream\":true"u8) >= 0;
        wantsUsage = body.IndexOf("\"include_usage\":true"u8) >= 0;
        id = 0;
        var start = body.IndexOf("request="u8);
        return start >= 0 && System.Buffers.Text.Utf8Parser.TryParse(body[(start + IdStart.Length)..], out id, out _);
    }

    /// <summary>One piece of content.</summary>
    public static string Piece(long id, int attempt, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"[{id}.{attempt}.{number}]");

    /// <summary>A whole answer as JSON.</summary>
    public static string Json(long id, int attempt) =>
        "{\"id\":\"chatcmpl-chaos\",\"object\":\"chat.completion\",\"created\":1700000000,\"model\":\"chaos\",\"choices\":[{\"index\":0," +
        "\"message\":{\"role\":\"assistant\",\"content\":\"" + string.Concat(Enumerable.Range(0, Pieces).Select(number => Piece(id, attempt, number))) +
        "\"},\"logprobs\":null,\"finish_reason\":\"stop\"}]," + Usage + "}";

    /// <summary>A frame of a stream with one piece of content.</summary>
    public static string ContentFrame(long id, int attempt, int number) =>
        ChunkHead + "{\"index\":0,\"delta\":{\"content\":\"" + Piece(id, attempt, number) + "\"},\"finish_reason\":null}]}\n\n";

    /// <summary>The frames that end a stream.</summary>
    public static string LastFrames(bool wantsUsage) =>
        ChunkHead + "{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
        + (wantsUsage ? ChunkHead + "]," + Usage + "}\n\n" : "") + "data: [DONE]\n\n";
}
