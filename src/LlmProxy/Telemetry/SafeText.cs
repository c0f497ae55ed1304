namespace LlmProxy.Telemetry;

/// <summary>Makes a caller's own words fit for a log line or a span.</summary>
internal static class SafeText
{
    /// <summary>Most characters that are kept.</summary>
    public const int MaxLength = 128;

    /// <summary>
    /// The text itself where it is short and plain. Else a copy, cut at <see cref="MaxLength"/>, in which control and
    /// formatting characters are <c>?</c>, so that no caller writes lines of its own into a log.
    /// </summary>
    public static string? Of(string? text)
    {
        if (text is null) return null;
        if (text.Length <= MaxLength && !text.AsSpan().ContainsAnyExceptInRange(' ', '~')) return text;
        return string.Create(Math.Min(text.Length, MaxLength), text, static (to, from) =>
        {
            for (var i = 0; i < to.Length; i++) to[i] = IsPlain(from[i]) ? from[i] : '?';
        });
    }

    // Letters of any script stay; so does punctuation. Surrogates go: the cut could leave half of one.
    private static bool IsPlain(char c) =>
        c is >= ' ' and <= '~' || char.IsLetterOrDigit(c) || char.IsPunctuation(c) || char.IsSymbol(c);
}
