using System.Text;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Tests.Guardrails.Matching;

public class PatternScannerTests
{
    private static readonly PatternSet Mail = PatternSet.Compile([new("mail", @"(?<![\w.])[\w.]+@\w+\.\w{2,}(?!\w)")]);

    [Theory]
    // Nothing that has begun can still become an address behind a space.
    [InlineData("hello world ", 12)]
    // The word can: it is held.
    [InlineData("hello wor", 6)]
    [InlineData("hello jane@exa", 6)]
    // No word begins with '@', and what stands before it is over.
    [InlineData("hello @", 7)]
    // The address is complete, but the word behind the dot may go on.
    [InlineData("hello jane@example.com", 6)]
    // It has ended, and what stands behind its '@' can still begin another.
    [InlineData("hello jane@example.com.", 11)]
    public void SafeLength_AfterText_EndsBeforeTheFirstLivePart(string text, int expected)
    {
        using var scanner = Mail.RentScanner();
        scanner.Feed(Encoding.UTF8.GetBytes(text));
        Assert.Equal(expected, scanner.SafeLength);
    }

    [Fact]
    public void Feed_MatchThatIsDecided_IsReportedAtOnce()
    {
        using var scanner = Mail.RentScanner();
        scanner.Feed("to jane@example.com"u8);
        Assert.True(scanner.Matches.IsEmpty);
        scanner.Feed(", "u8);
        Assert.Equal([new PatternMatch(0, 3, 19)], scanner.Matches.ToArray());
        scanner.Feed("or"u8);
        Assert.True(scanner.Matches.IsEmpty);
    }

    [Fact]
    public void Finish_MatchThatWaited_IsReported()
    {
        using var scanner = Mail.RentScanner();
        scanner.Feed("to jane@example.com"u8);
        scanner.Finish();
        Assert.Equal([new PatternMatch(0, 3, 19)], scanner.Matches.ToArray());
        Assert.Equal(19, scanner.SafeLength);
    }

    [Fact]
    public void Feed_Continuation_IsToldEarlyAndNotHeld()
    {
        var set = PatternSet.Compile([new("key", "BEGIN") { Continuation = new("[a-z]", "end") }]);
        using var scanner = set.RentScanner();
        scanner.Feed("xBEGINa"u8);
        Assert.Equal([new PatternMatch(0, 1, 6, PatternMatchPhase.Opened)], scanner.Matches.ToArray());
        scanner.Feed("bcdefghijklmnopqrstuvwxyz"u8);
        Assert.True(scanner.Matches.IsEmpty);
        Assert.Equal(scanner.Length, scanner.SafeLength);
        scanner.Feed("en"u8);
        scanner.Feed("dx"u8);
        Assert.Equal([new PatternMatch(0, 1, 35, PatternMatchPhase.Closed)], scanner.Matches.ToArray());
    }

    [Fact]
    public void Feed_AfterFinish_IsRefused()
    {
        using var scanner = Mail.RentScanner();
        scanner.Finish();
        Assert.Throws<InvalidOperationException>(() => scanner.Feed("a"u8));
    }

    [Fact]
    public void Dispose_Twice_GivesBackOnce()
    {
        var set = PatternSet.Compile([new("p", "a")]);
        var scanner = set.RentScanner();
        scanner.Feed("a"u8);
        scanner.Dispose();
        scanner.Dispose();
        Assert.Same(scanner, set.RentScanner());
        Assert.NotSame(scanner, set.RentScanner());
        Assert.Equal(0, scanner.Length);
    }

    [Fact]
    public void Reset_AfterAValidatorThrew_ReadsTheNextTextAsAnyOther()
    {
        var throws = true;
        var set = PatternSet.Compile([new("p", "a+") { Validator = new LambdaValidator(_ => throws ? throw new FormatException() : true) }]);
        using var scanner = set.RentScanner();
        Assert.Throws<FormatException>(() => scanner.Feed("aaa "u8));
        throws = false;
        scanner.Reset();
        scanner.Feed("aaa "u8);
        Assert.Equal([new PatternMatch(0, 0, 3)], scanner.Matches.ToArray());
    }

    [Fact]
    public void Feed_LongerThanAnyMatch_HoldsNoMoreThanTheBound()
    {
        // One word without an end: at most MaxLength bytes can still be an address.
        using var scanner = Mail.RentScanner();
        for (var i = 0; i < 1000; i++)
        {
            scanner.Feed("abcdefghij"u8);
            Assert.InRange(scanner.Length - scanner.SafeLength, 0, PatternDefinition.DefaultMaxLength);
        }
    }

    [Fact]
    public void Feed_CleanChunks_AllocateNothing()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("Plain words of a sentence, 42 of them; naïve ones too. ", 40)));
        using var scanner = Mail.RentScanner();
        Read(scanner, text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Read(scanner, text);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Read(PatternScanner scanner, byte[] text)
    {
        scanner.Reset();
        for (var i = 0; i < text.Length; i += 20)
            scanner.Feed(text.AsSpan(i, Math.Min(20, text.Length - i)));
        scanner.Finish();
    }
}
