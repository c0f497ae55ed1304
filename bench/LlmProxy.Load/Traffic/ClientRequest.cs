using System.Globalization;
using System.Text;

namespace LlmProxy.Load.Traffic;

/// <summary>Requests as whole HTTP/1.1 messages, encoded once.</summary>
internal static class ClientRequest
{
    /// <summary>What callers identify themselves by; only <c>metered</c> looks at it.</summary>
    public const string Key = "bench-key-0123456789";

    /// <summary>The path of chat completions.</summary>
    public const string ChatPath = "/v1/chat/completions";

    /// <summary>The path of embeddings.</summary>
    public const string EmbeddingsPath = "/v1/embeddings";

    /// <summary>A chat request whose answer is one JSON object; the body has <paramref name="bodyBytes"/> bytes.</summary>
    public static byte[] Chat(int bodyBytes) => Message(ChatPath, ChatBody("bench-json", "", bodyBytes));

    /// <summary>A chat request with a body of 2 KB whose answer is a stream.</summary>
    public static byte[] Stream(StreamPlan plan) => Message(ChatPath, ChatBody(plan.Model, ",\"stream\":true", 2048));

    /// <summary>A request for one embedding, with a body of 2 KB.</summary>
    public static byte[] Embedding() =>
        Message(EmbeddingsPath, Padded("{\"model\":\"bench-embedding\",\"input\":\"", "\"}", 2048));

    private static string ChatBody(string model, string extra, int bytes) => Padded(
        "{\"model\":\"" + model + "\"" + extra + ",\"temperature\":0.2,\"max_tokens\":256,\"messages\":[" +
        "{\"role\":\"system\",\"content\":\"You are a helpful assistant.\"},{\"role\":\"user\",\"content\":\"",
        "\"}]}",
        bytes);

    private static string Padded(string before, string after, int bytes) =>
        before + FillerText.Of(bytes - before.Length - after.Length) + after;

    private static byte[] Message(string path, string body) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"""
        POST {path} HTTP/1.1
        Host: 127.0.0.1
        User-Agent: LlmProxy.Load
        Accept: application/json
        Authorization: Bearer {Key}
        Content-Type: application/json
        Content-Length: {body.Length}


        """).ReplaceLineEndings("\r\n") + body);
}
