using System.Text;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Tests.Guardrails.Matching;

/// <summary>Texts of 1 MB that are built to hurt: the number of characters looked at is bounded, whatever they are.</summary>
public class PatternLinearityTests
{
    private const int Bytes = 1_000_000;

    /// <summary>Each makes a matcher that goes back over the text take quadratic or exponential time.</summary>
    [Theory]
    [InlineData("(?:a+)+b", "a")]
    [InlineData("(?:a|aa)*c", "aa")]
    [InlineData("(?:a*)*(?:a*)*b", "a")]
    [InlineData(@"(?:\w+\s?)+!", "word ")]
    [InlineData(@"[\w.]+@[\w.]+\.com", "a.")]
    [InlineData(@"(?:x+x+)+y", "x")]
    [InlineData(@"(?:a?){30}a{30}", "ab")]
    [InlineData(@"\d{3}[ -]?\d{2}[ -]?\d{4}x", "12-")]
    public void Feed_HostileTextWithoutMatches_IsReadOnce(string expression, string piece)
    {
        var set = PatternSet.Compile([new("p", expression)]);
        using var scanner = set.RentScanner();
        scanner.Feed(Repeat(piece));

        // Once by the search, and, at the end of each slice of some KiB, the starts that may still be live.
        Assert.InRange(scanner.Steps, Bytes, Bytes * 2);
        Assert.InRange(set.SearchAutomaton.StatesMade, 1, 5_000);
    }

    [Theory]
    [InlineData("(?:a+)+b", "a")]
    [InlineData(@"[\w.]+@[\w.]+\.com", "a.")]
    public void Feed_HostileTextInSmallChunks_IsBoundedByTheLongestMatch(string expression, string piece)
    {
        using var scanner = PatternSet.Compile([new("p", expression) { MaxLength = 64 }]).RentScanner();
        var text = Repeat(piece);
        for (var i = 0; i < text.Length; i += 10)
            scanner.Feed(text.AsSpan(i, Math.Min(10, text.Length - i)));

        // The first live start is looked for at each end of a chunk: at most MaxLength characters for each byte.
        Assert.InRange(scanner.Steps, Bytes, Bytes * 64L);
    }

    [Fact]
    public void Feed_RejectedEverywhere_IsBoundedByTheLongestMatch()
    {
        var never = new PatternDefinition("p", "a+") { MaxLength = 64, Validator = new LambdaValidator(_ => false) };
        using var scanner = PatternSet.Compile([never]).RentScanner();
        scanner.Feed(Repeat("a"));
        scanner.Finish();
        Assert.InRange(scanner.Steps, Bytes, Bytes * 66L);
    }

    [Fact]
    public void Feed_TextThatNeedsManyStates_KeepsWithinTheBoundOfTheCache()
    {
        // Which of the last twelve characters were an 'a' makes 2^12 states; the table has room for 32.
        var set = PatternSet.Compile([new("p", "a[ab]{12}c")], 1);
        var random = new Random(5);
        var letters = string.Concat(Enumerable.Range(0, 20_000).Select(_ => random.Next(2) == 0 ? 'a' : 'b'));
        var found = set.FindAll(Encoding.UTF8.GetBytes(letters + "-abbbbbbbbbbbbc"));
        Assert.Equal([new PatternMatch(0, 20_001, 20_015)], found);
        Assert.InRange(set.SearchAutomaton.Current.Count, 1, 32);
        Assert.True(set.SearchAutomaton.StatesMade > 1000);
    }

    private static byte[] Repeat(string piece)
    {
        var text = new StringBuilder(Bytes);
        while (text.Length < Bytes)
            text.Append(piece);
        return Encoding.UTF8.GetBytes(text.ToString(0, Bytes));
    }
}
