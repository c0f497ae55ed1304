using System.Text;
using System.Text.RegularExpressions;

namespace LlmProxy.Core.Tests.Guardrails.Matching;

/// <summary>The documented rule of which matches are reported, written down naively over .NET's own engine.</summary>
internal static class MatchOracle
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The matches of one pattern in a text of the Basic Multilingual Plane, as byte positions.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="text">The text.</param>
    /// <param name="ignoreCase">Whether case is ignored.</param>
    /// <param name="maxLength">The most bytes of a match.</param>
    /// <param name="accepts">What a validator says about a match.</param>
    public static List<(long Start, long End)> Find(
        string expression, string text, bool ignoreCase = false, int maxLength = 256, Func<string, bool>? accepts = null)
    {
        // Before \b and \B, .NET 10 lets some loops take all and never give back: it finds no \W+\B in "--a", and no
        // (?i)[^a]{2,3}\b in "_.kk". Spelled out, it finds both, as other engines do.
        expression = expression
            .Replace(@"\B", @"(?:(?<=\w)(?=\w)|(?<!\w)(?!\w))", StringComparison.Ordinal)
            .Replace(@"\b", @"(?:(?<=\w)(?!\w)|(?<!\w)(?=\w))", StringComparison.Ordinal);
        var options = RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None);
        Regex[] byRest = [.. Enumerable.Range(0, text.Length + 1).Select(
            rest => new Regex($@"\G(?:{expression})(?=[\s\S]{{{rest}}}\z)", options, Patience))];
        List<(long, long)> found = [];
        for (var start = 0; start < text.Length;)
        {
            var end = LongestEnd(byRest, text, start, maxLength, accepts);
            if (end is { } accepted)
                found.Add((Bytes(text, 0, start), Bytes(text, 0, accepted)));
            start = end ?? start + 1;
        }

        return found;
    }

    private static int? LongestEnd(Regex[] byRest, string text, int start, int maxLength, Func<string, bool>? accepts)
    {
        var tries = 0;
        for (var end = text.Length; end > start && tries < 8; end--)
        {
            if (Bytes(text, start, end) > maxLength || !byRest[text.Length - end].IsMatch(text, start))
                continue;
            tries++;
            if (accepts is null || accepts(text[start..end]))
                return end;
        }

        return null;
    }

    private static int Bytes(string text, int start, int end) => Encoding.UTF8.GetByteCount(text.AsSpan(start, end - start));
}
