using System.Buffers;
using System.Text;
using LlmProxy.Core.Guardrails.Entities.Context;

namespace LlmProxy.Core.Guardrails.Entities.Rules;

/// <summary>Words that stand behind a telephone number and say what it is: <c>555-0132 office</c>, <c>555-0132 (mobile)</c>, <c>555-0132-Fax</c>.</summary>
internal static class PhoneSuffix
{
    /// <summary>How far they are looked for.</summary>
    public const int Bytes = Surroundings.AfterBytes;

    private static readonly SearchValues<byte> Lead = SearchValues.Create(" -([,\t"u8);

    private static readonly byte[][] Words =
    [
        "office"u8.ToArray(), "fax"u8.ToArray(), "mobile"u8.ToArray(), "cell"u8.ToArray(), "phone"u8.ToArray(), "desk"u8.ToArray(),
        "direct"u8.ToArray(), "landline"u8.ToArray(), "tel"u8.ToArray(), "mobil"u8.ToArray(), "pager"u8.ToArray(), "home phone"u8.ToArray(),
    ];

    /// <summary>Whether one stands right behind.</summary>
    public static bool Follows(ReadOnlySpan<byte> after)
    {
        var start = after.IndexOfAnyExcept(Lead);
        if (start is < 1 or > 3)
            return false;
        after = after[start..];
        Span<byte> lower = stackalloc byte[after.Length];
        Ascii.ToLower(after, lower, out var length);
        foreach (var word in Words)
        {
            if (lower[..length].StartsWith(word) && (length == word.Length || !char.IsAsciiLetterOrDigit((char)lower[word.Length])))
                return true;
        }

        return false;
    }
}
