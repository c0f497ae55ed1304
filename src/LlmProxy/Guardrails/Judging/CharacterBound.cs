using LlmProxy.Core.Guardrails.Texts;

namespace LlmProxy.Guardrails.Judging;

/// <summary>Bounds the characters of several texts together.</summary>
internal static class CharacterBound
{
    private const int LongestCodePoint = 4;

    /// <summary>Whether <paramref name="texts"/> have more than <paramref name="most"/> code points together.</summary>
    public static bool IsExceeded(IReadOnlyList<SubjectText> texts, int most)
    {
        var bytes = 0L;
        for (var i = 0; i < texts.Count; i++)
            bytes += texts[i].Utf8.Length;
        // A code point has 1 to 4 bytes, so most texts need no counting.
        if (bytes <= most || bytes > (long)most * LongestCodePoint)
            return bytes > most;
        var characters = 0L;
        for (var i = 0; i < texts.Count; i++)
            characters += CodePoints.Count(texts[i].Utf8.Span);
        return characters > most;
    }
}
