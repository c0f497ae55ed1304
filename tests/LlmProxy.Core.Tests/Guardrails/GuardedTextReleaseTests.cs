using System.Text;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Guardrails;

namespace LlmProxy.Core.Tests.Guardrails;

/// <summary>Guards that may hold text for a second.</summary>
public sealed class GuardedTextReleaseTests : IDisposable
{
    private readonly HandClock _clock = new();
    private readonly NotingSink _sink = new();
    private readonly PooledBuffer _output = new();

    private string Text => Encoding.UTF8.GetString(_output.WrittenSpan);

    public void Dispose() => _output.Dispose();

    [Fact]
    public void Release_BeforeTheTime_HoldsAndThenLetsGo()
    {
        using var guarded = Guarded(Number(GuardAction.Redact));
        var begin = _clock.GetTimestamp();
        guarded.Feed("call 12"u8, _output);
        Assert.Equal(begin + TimeSpan.TicksPerSecond, guarded.ReleaseAt);

        _clock.Advance(0.999);
        guarded.Release(_clock.GetTimestamp(), _output);
        Assert.Equal("call ", Text);
        Assert.Empty(_sink.Releases);

        _clock.Advance(0.001);
        guarded.Release(_clock.GetTimestamp(), _output);
        Assert.Equal("call 12", Text);
        Assert.Equal((0, 0L), (guarded.HeldBytes, guarded.ReleaseAt));
        Assert.Equal(["0:2"], _sink.Releases);
    }

    [Theory]
    [InlineData(GuardAction.Redact, "call 12 now", false)]
    [InlineData(GuardAction.Block, "call 12", true)]
    [InlineData(GuardAction.Flag, "call 12345 now", false)]
    public void Feed_FindingThatBeganInReleasedText_HasItsActionOnTheRest(GuardAction action, string expected, bool isBlocked)
    {
        using var guarded = Guarded(Number(action));
        guarded.Feed("call 12"u8, _output);
        Pass(guarded, 1);

        guarded.Feed("345 now"u8, _output);
        guarded.Finish(_output);

        Assert.Equal((expected, isBlocked), (Text, guarded.IsBlocked));
        Assert.Equal(["0:NUMBER@5+5"], _sink.Notes);
    }

    [Fact]
    public void Release_BytesThatCameLater_HaveTheirOwnTime()
    {
        using var guarded = Guarded(Number(GuardAction.Redact));
        guarded.Feed("12"u8, _output);
        _clock.Advance(0.6);
        guarded.Feed("34"u8, _output);

        Pass(guarded, 0.4);
        Assert.Equal("12", Text);
        Pass(guarded, 0.9);
        Assert.Equal("12", Text);
        Pass(guarded, 0.1);
        Assert.Equal("1234", Text);
        Assert.Equal(["0:2", "0:2"], _sink.Releases);
    }

    // Something is held at the end of each piece, and none of it for long.
    [Fact]
    public void Release_WordsThatAreJudgedInTime_AreNeverReleased()
    {
        using var guarded = Guarded(Number(GuardAction.Redact));
        for (var i = 0; i < 10; i++)
        {
            guarded.Feed("12 1"u8, _output);
            Pass(guarded, 0.9);
        }

        Assert.Empty(_sink.Releases);
    }

    [Fact]
    public void Release_TextThatAnotherGuardHolds_StaysHeld()
    {
        var other = new SpanRule(1, GuardAction.Redact, new RunScanner("HEX", 3, b => char.IsAsciiHexDigitLower((char)b)));
        using var guarded = Guarded(Number(GuardAction.Redact), other);
        guarded.Feed("x 12"u8, _output);

        Pass(guarded, 1);
        Assert.Equal("x ", Text);
        Assert.Empty(_sink.Releases);

        // The other guard lets go of what it has judged; the first one's time was up for two characters of it.
        guarded.Feed("-"u8, _output);
        Assert.Equal("x 12-", Text);
    }

    // "abc" is decided as letters, while digits and letters together may still go on.
    [Fact]
    public void Release_WhatIsFoundAlready_IsReplacedAllTheSame()
    {
        var letters = new SpanRule(1, GuardAction.Redact, new RunScanner("LETTERS", 3, b => char.IsAsciiLetterLower((char)b)));
        var words = new SpanRule(0, GuardAction.Block, new RunScanner("WORD", 100, b => char.IsAsciiLetterOrDigit((char)b))) { Release = TimeSpan.FromSeconds(1) };
        using var guarded = Guarded(words, letters);
        guarded.Feed("1abc2"u8, _output);
        Assert.Equal("", Text);

        Pass(guarded, 1);

        Assert.Equal("1[LETTERS:3]2", Text);
    }

    [Fact]
    public void Release_WithoutAClock_IsNeverDue()
    {
        using var guarded = new GuardedText([Number(GuardAction.Redact)], _sink);
        guarded.Feed("12"u8, _output);
        Pass(guarded, 100);

        Assert.Equal(("", 0L), (Text, guarded.ReleaseAt));
    }

    [Fact]
    public void Released_CountsCharactersAndNotBytes()
    {
        using var guarded = Guarded(new SpanRule(0, GuardAction.Redact, new RunScanner("LOUD", 100, b => b >= 0x80)) { Release = TimeSpan.FromSeconds(1) });
        guarded.Feed("äöü"u8, _output);
        Pass(guarded, 1);

        Assert.Equal(["0:3"], _sink.Releases);
    }

    [Fact]
    public void Reset_BeginsTheTimeAnew()
    {
        using var guarded = Guarded(Number(GuardAction.Redact));
        guarded.Feed("12"u8, _output);
        guarded.Reset();

        Assert.Equal(0, guarded.ReleaseAt);
        guarded.Feed("34"u8, _output);
        Assert.Equal(_clock.GetTimestamp() + TimeSpan.TicksPerSecond, guarded.ReleaseAt);
    }

    /// <summary>Whatever is released and when: of a text that only flags look at nothing is lost, and what blocks lets nothing behind it pass.</summary>
    [Fact]
    public void Release_AtAnyMoment_KeepsTheTextAndItsEnd()
    {
        var random = new Random(20_261_125);
        for (var round = 0; round < 3_000; round++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(40)).Select(_ => " abf123-z"[random.Next(9)])]);
            var action = round % 2 == 0 ? GuardAction.Flag : GuardAction.Block;
            _output.Release();
            _sink.Notes.Clear();
            using var guarded = Guarded(Number(action), new SpanRule(1, GuardAction.Flag, new RunScanner("HEX", 3, b => char.IsAsciiHexDigitLower((char)b))));
            var bytes = Encoding.UTF8.GetBytes(text);
            for (var at = 0; at < bytes.Length;)
            {
                var length = Math.Min(random.Next(1, 7), bytes.Length - at);
                guarded.Feed(bytes.AsSpan(at, length), _output);
                at += length;
                Pass(guarded, random.NextDouble());
            }

            guarded.Finish(_output);

            var number = System.Text.RegularExpressions.Regex.Match(text, "[0-9]{3,}");
            Assert.Equal(action == GuardAction.Block && number.Success, guarded.IsBlocked);
            if (!guarded.IsBlocked)
                Assert.Equal(text, Text);
            else
                Assert.StartsWith(Text, text[..(number.Index + number.Length)], StringComparison.Ordinal);
            Assert.True(!guarded.IsBlocked || Text.Length >= number.Index);
        }
    }

    [Fact]
    public void Feed_CleanPieces_AllocatesNothing()
    {
        using var guarded = Guarded(Number(GuardAction.Redact));

        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                guarded.Feed("12 words "u8, _output);
                guarded.Feed("go by 3"u8, _output);
                guarded.Release(_clock.GetTimestamp(), _output);
                guarded.Feed(" "u8, _output);
                _output.Release();
            }
        }));
    }

    private GuardedText Guarded(params SpanRule[] rules) => new(rules, _sink, _clock);

    private void Pass(GuardedText guarded, double seconds)
    {
        _clock.Advance(seconds);
        guarded.Release(_clock.GetTimestamp(), _output);
    }

    private static SpanRule Number(GuardAction action) =>
        new(0, action, new RunScanner("NUMBER", 3, b => char.IsAsciiDigit((char)b))) { Release = TimeSpan.FromSeconds(1) };
}
