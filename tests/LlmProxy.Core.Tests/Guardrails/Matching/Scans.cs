using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Tests.Guardrails.Matching;

/// <summary>Scans a text in given pieces, and checks on the way what a scanner promises about what it has not told yet.</summary>
internal static class Scans
{
    /// <summary>Scans a text that is cut at the given places.</summary>
    /// <param name="set">The patterns.</param>
    /// <param name="text">The text.</param>
    /// <param name="cuts">Where it is cut, ascending.</param>
    public static List<PatternMatch> InPieces(PatternSet set, ReadOnlySpan<byte> text, IEnumerable<int> cuts)
    {
        using var scanner = set.RentScanner();
        List<PatternMatch> all = [];
        var from = 0;
        foreach (var cut in cuts.Append(text.Length))
        {
            var safe = scanner.SafeLength;
            scanner.Feed(text[from..cut]);
            from = cut;
            Take(scanner, safe, all);
        }

        var last = scanner.SafeLength;
        scanner.Finish();
        Take(scanner, last, all);
        Assert.Equal(text.Length, scanner.SafeLength);
        return all;
    }

    private static void Take(PatternScanner scanner, long safeBefore, List<PatternMatch> all)
    {
        Assert.InRange(scanner.SafeLength, safeBefore, scanner.Length);
        foreach (var match in scanner.Matches)
        {
            // What was called safe is not touched any more, but by the end of what was told to be open.
            if (match.Phase != PatternMatchPhase.Closed)
                Assert.True(match.Start >= safeBefore, $"{match} begins before {safeBefore}, which was safe.");
            all.Add(match);
        }
    }
}
