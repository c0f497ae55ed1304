using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Tests.Guardrails.Matching;

/// <summary>The verdict does not depend on where a text is cut.</summary>
public class PatternChunkingTests
{
    private static readonly PatternSet Set = PatternSet.Compile(
    [
        new("mail", @"(?<![\w.])[\w.]+@\w+\.\w{2,}(?!\w)"),
        new("number", @"(?<!\d)\d{3}-\d{2}(?!\d)") { Validator = new LambdaValidator(c => c.After is not [(byte)'!', ..], 3) },
        new("hangul", "한+국"),
        new("key", "sk-") { Continuation = new("[a-z]", "zz") },
        new("short", "[ab-]+") { MaxLength = 4 },
    ]);

    private static readonly string[] Pieces = ["a", "b", "@", ".", "-", "12", "3", "한", "국", "sk-", "z", " ", "!", "é", "😀", "mail@ex.org", "123-45"];

    [Fact]
    public void Scan_AnyTextAndCuts_FindsTheSameAsInOnePiece()
    {
        var texts = Gen.Choose(0, Pieces.Length - 1).ListOf().Select(list => string.Concat(list.Select(i => Pieces[i])));
        var cases = texts.SelectMany(text => Gen.Choose(0, Encoding.UTF8.GetByteCount(text)).ListOf().Select(cuts => (text, cuts)));
        Prop.ForAll(Arb.From(cases), pair =>
        {
            var text = Encoding.UTF8.GetBytes(pair.text);
            return Scans.InPieces(Set, text, []).Order(ByPlace).SequenceEqual(Scans.InPieces(Set, text, pair.cuts.Order()).Order(ByPlace));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Theory]
    [InlineData("mail a.b@한국.org, 123-45!7 sk-abzzb")]
    [InlineData("123-45 é@é.éé 한한국sk-")]
    public void Scan_EveryPairOfCuts_FindsTheSameAsInOnePiece(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var expected = Scans.InPieces(Set, bytes, []).Order(ByPlace).ToList();
        Assert.NotEmpty(expected);
        for (var first = 0; first <= bytes.Length; first++)
        {
            for (var second = first; second <= bytes.Length; second++)
                Assert.Equal(expected, Scans.InPieces(Set, bytes, [first, second]).Order(ByPlace));
        }
    }

    [Theory]
    [InlineData("a+b?", 256)]
    [InlineData(@"(?<!-)[ab]+-(?![a-])", 256)]
    [InlineData("(?:ab|a-)*b", 3)]
    public void Scan_EveryShortTextCutEverywhere_FindsWhatTheRuleSays(string expression, int maxLength)
    {
        var set = PatternSet.Compile([new("p", expression) { MaxLength = maxLength }]);
        foreach (var text in TextsOf("ab-", 5))
        {
            var expected = MatchOracle.Find(expression, text, maxLength: maxLength);
            for (var cuts = 0; cuts < 1 << Math.Max(text.Length - 1, 0); cuts++)
            {
                var places = Enumerable.Range(1, text.Length).Where(i => (cuts >> (i - 1) & 1) == 1);
                var found = Scans.InPieces(set, Encoding.ASCII.GetBytes(text), places);
                Assert.Equal(expected, found.Select(match => (match.Start, match.End)));
            }
        }
    }

    [Fact]
    public void Scan_BytesThatAreNoText_AreCutAnywhere()
    {
        var set = PatternSet.Compile([new("any", @"(?<!\w)[^a]{2,3}(?=[^\w]|a)") { MaxLength = 8 }]);
        var random = new Random(7);
        byte[] alphabet = [(byte)'a', 0x80, 0xBF, 0xC2, 0xE2, 0x82, 0xAC, 0xF0, 0x9F, 0x98, 0xFF, (byte)' '];
        for (var round = 0; round < 2000; round++)
        {
            var text = new byte[random.Next(14)];
            for (var i = 0; i < text.Length; i++)
                text[i] = alphabet[random.Next(alphabet.Length)];
            Assert.Equal(
                Scans.InPieces(set, text, []).Order(ByPlace),
                Scans.InPieces(set, text, Enumerable.Range(0, text.Length)).Order(ByPlace));
        }
    }

    [Fact]
    public void Scan_TextLongerThanTheBuffer_FindsTheSameAsInOnePiece()
    {
        var random = new Random(3);
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 8000).Select(_ => Pieces[random.Next(Pieces.Length)])));
        var cuts = Enumerable.Range(0, text.Length).Where(_ => random.Next(9) == 0);
        Assert.Equal(Scans.InPieces(Set, text, []).Order(ByPlace), Scans.InPieces(Set, text, cuts).Order(ByPlace));
    }

    private static IEnumerable<string> TextsOf(string letters, int maxLength) => maxLength == 0
        ? [""]
        : TextsOf(letters, maxLength - 1).SelectMany(text => text.Length == maxLength - 1 ? letters.Select(letter => text + letter).Prepend(text) : [text]);

    private static Comparer<PatternMatch> ByPlace { get; } = Comparer<PatternMatch>.Create((a, b) =>
        (a.Start, a.Pattern, a.Phase, a.End).CompareTo((b.Start, b.Pattern, b.Phase, b.End)));
}
