using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LlmProxy.Core.Guardrails.Folding;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Tests.Guardrails.Folding;

public class FoldedScannerTests
{
    private static readonly PatternSet Set = PatternSet.Compile(
    [
        new("mail", @"(?<![\w.])[\w.]+@\w+\.\w{2,}(?!\w)"),
        new("key", "sk-") { Continuation = new("[a-z]", "zz") },
        new("pass", "pass"),
    ]);

    private const FoldOptions All = FoldOptions.Usual | FoldOptions.HtmlReferences;

    private static readonly FoldedPatternSet Folded = new(Set, All);

    [Theory]
    [InlineData("to jane@ex.org!", "0:3-14")]
    // Raw bytes: full-width characters have three.
    [InlineData("to ｊane＠ex.org!", "0:3-18")]
    // What cannot be seen belongs to a match inside of it, and not at its ends.
    [InlineData("\u200Bpa\u200Bss\u200B!", "2:3-10")]
    [InlineData("a pаss b", "2:2-7")]
    [InlineData("x&#64;y&period;org", "0:0-18")]
    [InlineData("&#115;&#x6b;-abczz1", "1:0-18")]
    public void Feed_FoldedText_TellsRawPlaces(string text, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Assert.Equal(expected, Describe(Scan(bytes, [])));
        Assert.Equal(expected, Describe(Scan(bytes, Enumerable.Range(0, bytes.Length))));
    }

    [Fact]
    public void Feed_AnyTextAndCuts_FindsTheSameAsInOnePiece()
    {
        string[] pieces = ["a", ".", "@", " ", "ｓ", "k", "－", "zz", "\u200B", "pаss", "р", "аss", "&#64;", "jane@ex.org", "é", "😀", "&"];
        var texts = Gen.Choose(0, pieces.Length - 1).ListOf().Select(list => string.Concat(list.Select(i => pieces[i])));
        var cases = texts.SelectMany(text => Gen.Choose(0, Encoding.UTF8.GetByteCount(text)).ListOf().Select(cuts => (text, cuts)));
        Prop.ForAll(Arb.From(cases), pair =>
        {
            var text = Encoding.UTF8.GetBytes(pair.text);
            return Describe(Scan(text, [])) == Describe(Scan(text, pair.cuts.Order()));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Feed_LongTextInOnePiece_FindsTheSameAsInPieces()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 3000).Select(i => i % 7 == 0 ? "ｊ@ex.org " : "naïve wоrd " + i)));
        Assert.Equal(Describe(Scan(text, Enumerable.Range(0, text.Length).Where(i => i % 11 == 0))), Describe(Scan(text, [])));
    }

    [Fact]
    public void SafeLength_CleanWords_HoldsOnlyWhatMayGoOn()
    {
        using var scanner = Folded.RentScanner();
        scanner.Feed("plain wor"u8);
        Assert.Equal(6, scanner.SafeLength);
        scanner.Feed("ds "u8);
        Assert.Equal(12, scanner.SafeLength);
        scanner.Feed("\u200B"u8);
        Assert.Equal(15, scanner.SafeLength);
    }

    [Fact]
    public void Feed_CleanChunks_AllocateNothing()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("Plain words of a sentence, 42 of them; naïve ones too. ", 40)));
        using var scanner = new FoldedPatternSet(Set, FoldOptions.Usual).RentScanner();
        Read(scanner, text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Read(scanner, text);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Read(FoldedScanner scanner, byte[] text)
    {
        scanner.Reset();
        for (var i = 0; i < text.Length; i += 20)
            scanner.Feed(text.AsSpan(i, Math.Min(20, text.Length - i)));
        scanner.Finish();
    }

    private static List<PatternMatch> Scan(ReadOnlySpan<byte> text, IEnumerable<int> cuts)
    {
        using var scanner = Folded.RentScanner();
        List<PatternMatch> matches = [];
        var from = 0;
        foreach (var cut in cuts.Append(text.Length))
        {
            var safe = scanner.SafeLength;
            scanner.Feed(text[from..cut]);
            from = cut;
            Assert.InRange(scanner.SafeLength, safe, scanner.Length);
            foreach (var match in scanner.Matches)
                Assert.True(match.Start >= safe || match.Phase == PatternMatchPhase.Closed);
            matches.AddRange(scanner.Matches);
        }

        scanner.Finish();
        Assert.Equal(text.Length, scanner.SafeLength);
        matches.AddRange(scanner.Matches);
        return matches;
    }

    private static string Describe(IEnumerable<PatternMatch> matches) => string.Join(' ', matches
        .Where(match => match.Phase != PatternMatchPhase.Opened)
        .OrderBy(match => (match.Start, match.Pattern))
        .Select(match => $"{match.Pattern}:{match.Start}-{match.End}"));
}
