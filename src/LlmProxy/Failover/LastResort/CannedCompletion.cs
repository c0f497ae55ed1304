namespace LlmProxy.Failover.LastResort;

/// <summary>A canned answer of the old completions.</summary>
internal static class CannedCompletion
{
    private static readonly object NoUsage = new { prompt_tokens = 0, completion_tokens = 0, total_tokens = 0 };

    /// <summary>Not streamed.</summary>
    public static object Body(CannedText text) => new
    {
        id = Id(text),
        @object = Name,
        created = text.Created,
        model = text.Model,
        choices = new[] { Choice(text.Text, "stop") },
        usage = NoUsage,
    };

    /// <summary>Streamed.</summary>
    public static IEnumerable<CannedFrame> Frames(CannedText text)
    {
        yield return Chunk(text, Choice(text.Text, null));
        yield return Chunk(text, Choice("", "stop"));
        if (text.IncludeUsage)
            yield return new(null, new { id = Id(text), @object = Name, created = text.Created, model = text.Model, choices = Array.Empty<object>(), usage = NoUsage });
        yield return CannedFrame.Done;
    }

    private const string Name = "text_completion";

    private static string Id(CannedText text) => "cmpl-" + text.Id;

    private static object Choice(string text, string? finish) => new { text, index = 0, logprobs = (object?)null, finish_reason = finish };

    private static CannedFrame Chunk(CannedText text, object choice) => new(null, new
    {
        id = Id(text),
        @object = Name,
        created = text.Created,
        model = text.Model,
        choices = new[] { choice },
    });
}
