using System.Buffers;

namespace LlmProxy.Core.Guardrails.Entities.Values;

/// <summary>Values that documentation puts where a secret would stand.</summary>
internal static class Placeholder
{
    /// <summary>How many of one character, or of neighbours in the alphabet, no random value is expected to have in a row.</summary>
    /// <remarks>In 64 random characters of 64 kinds, a run of five occurs once in 280,000.</remarks>
    private const int LongestRun = 5;

    private static readonly SearchValues<string> Words = SearchValues.Create(
        [
            "example", "sample", "placeholder", "your", "changeme", "change_me", "change-me", "replace", "redacted", "insert", "dummy", "fake",
            "todo", "xxxx", "****", "....", "<", ">", "${", "{{", "}}", "%(", "$(", "here", "secretkey", "apikey", "api_key", "api-key", "deadbeef",
        ],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a value is made to be replaced: it says so, repeats itself, or counts up.</summary>
    public static bool Is(ReadOnlySpan<byte> value)
    {
        Span<char> text = stackalloc char[Math.Min(value.Length, 256)];
        for (var i = 0; i < text.Length; i++)
            text[i] = (char)value[i];
        return text.ContainsAny(Words) || HasRun(value);
    }

    /// <summary>Whether the same character, or the alphabet in order, stands in a row.</summary>
    public static bool HasRun(ReadOnlySpan<byte> value)
    {
        int same = 1, rising = 1;
        for (var i = 1; i < value.Length; i++)
        {
            same = value[i] == value[i - 1] ? same + 1 : 1;
            rising = value[i] == value[i - 1] + 1 ? rising + 1 : 1;
            if (same >= LongestRun || rising > LongestRun)
                return true;
        }

        return false;
    }
}
