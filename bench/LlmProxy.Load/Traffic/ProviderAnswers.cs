using System.Text;

namespace LlmProxy.Load.Traffic;

/// <summary>The provider's answers, encoded once. The client compares what reaches it with the same bytes.</summary>
internal static class ProviderAnswers
{
    private const string ChunkHead =
        "data: {\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"bench\"," +
        "\"service_tier\":\"default\",\"system_fingerprint\":\"fp_0123456789\",\"choices\":[";

    private const string ContentStart = "{\"index\":0,\"delta\":{\"content\":\"";

    private const string Usage = "\"usage\":{\"prompt_tokens\":420,\"completion_tokens\":120,\"total_tokens\":540}";

    /// <summary>A chat completion of 1,024 bytes.</summary>
    public static byte[] ChatCompletion { get; } = Padded(
        "{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion\",\"created\":1700000000,\"model\":\"bench\",\"choices\":[{\"index\":0," +
        "\"message\":{\"role\":\"assistant\",\"content\":\"",
        "\"},\"logprobs\":null,\"finish_reason\":\"stop\"}]," + Usage + "}",
        1024);

    /// <summary>One embedding of 128 dimensions.</summary>
    public static byte[] Embedding { get; } = Encoding.ASCII.GetBytes(
        "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":["
        + string.Join(',', Enumerable.Range(1, 128).Select(i => $"0.0{i:D3}125")) +
        "]}],\"model\":\"bench\",\"usage\":{\"prompt_tokens\":420,\"total_tokens\":420}}");

    /// <summary>The first frame of a stream, which carries the role alone.</summary>
    public static byte[] RoleFrame { get; } = Encoding.ASCII.GetBytes(
        ChunkHead + "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]}\n\n");

    /// <summary>A content frame with an empty place for its <see cref="ChunkStamp"/>, which begins at <see cref="StampStart"/>.</summary>
    public static byte[] ContentFrame { get; } = Encoding.ASCII.GetBytes(
        ChunkHead + ContentStart + new string(' ', ChunkStamp.Length) + "\"},\"finish_reason\":null}]}\n\n");

    /// <summary>Where the stamp begins in <see cref="ContentFrame"/>, in bytes.</summary>
    public static int StampStart { get; } = ChunkHead.Length + ContentStart.Length;

    /// <summary>The last frames: the reason to finish, and the end.</summary>
    public static byte[] LastFrames { get; } = Encoding.ASCII.GetBytes(
        ChunkHead + "{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");

    /// <summary>The last frames for a request that asks for <c>include_usage</c>.</summary>
    public static byte[] LastFramesWithUsage { get; } = Encoding.ASCII.GetBytes(
        ChunkHead + "{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n" + ChunkHead + "]," + Usage + "}\n\ndata: [DONE]\n\n");

    private static byte[] Padded(string before, string after, int bytes) =>
        Encoding.ASCII.GetBytes(before + FillerText.Of(bytes - before.Length - after.Length) + after);
}
