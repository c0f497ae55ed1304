namespace LlmProxy.Failover.LastResort;

/// <summary>A canned answer of chat completions.</summary>
internal static class CannedChat
{
    private static readonly object NoUsage = new { prompt_tokens = 0, completion_tokens = 0, total_tokens = 0 };

    /// <summary>Not streamed.</summary>
    public static object Body(CannedText text) => new
    {
        id = Id(text),
        @object = "chat.completion",
        created = text.Created,
        model = text.Model,
        choices = new[]
        {
            new { index = 0, message = new { role = "assistant", content = text.Text, refusal = (string?)null }, logprobs = (object?)null, finish_reason = "stop" },
        },
        usage = NoUsage,
    };

    /// <summary>Streamed.</summary>
    public static IEnumerable<CannedFrame> Frames(CannedText text)
    {
        yield return Chunk(text, new { role = "assistant", content = "", refusal = (string?)null }, null);
        yield return Chunk(text, new { content = text.Text }, null);
        yield return Chunk(text, new { }, "stop");
        if (text.IncludeUsage)
            yield return new(null, new { id = Id(text), @object = Name, created = text.Created, model = text.Model, choices = Array.Empty<object>(), usage = NoUsage });
        yield return CannedFrame.Done;
    }

    private const string Name = "chat.completion.chunk";

    private static string Id(CannedText text) => "chatcmpl-" + text.Id;

    private static CannedFrame Chunk(CannedText text, object delta, string? finish) => new(null, new
    {
        id = Id(text),
        @object = Name,
        created = text.Created,
        model = text.Model,
        choices = new[] { new { index = 0, delta, logprobs = (object?)null, finish_reason = finish } },
    });
}
