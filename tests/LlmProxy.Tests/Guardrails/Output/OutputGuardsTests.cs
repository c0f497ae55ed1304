using System.Text;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Guardrails;
using LlmProxy.Exchange;
using LlmProxy.Guardrails;
using LlmProxy.Guardrails.Audit;
using LlmProxy.Guardrails.Output;
using LlmProxy.Guardrails.Settings;

namespace LlmProxy.Tests.Guardrails.Output;

public sealed class OutputGuardsTests
{
    // What blocks in a repetition was not found before, or the answer would have ended there.
    [Fact]
    public void Create_RepeatThatBlocks_IsNotedAndHasItsMessage()
    {
        var guarded = Guarded(new LetterGuard { Name = "x", Type = "letter", Action = GuardAction.Block, Kinds = TextKind.All, Message = "no x" });
        var guards = new OutputGuards(guarded, TimeProvider.System);

        Assert.Equal("a ", Pass(guards, "a x b", isRepeat: true));

        Assert.Equal("no x", Encoding.UTF8.GetString(guards.BlockMessage.Span));
        Assert.Equal(GuardOutcome.Blocked, Assert.Single(guarded.Runs).Outcome);
    }

    [Fact]
    public void Create_RepeatThatRedacts_IsNotedOnce()
    {
        var guarded = Guarded(new LetterGuard { Name = "x", Type = "letter", Action = GuardAction.Redact, Kinds = TextKind.All });
        var guards = new OutputGuards(guarded, TimeProvider.System);

        Assert.Equal("a [REDACTED_X] b", Pass(guards, "a x b", isRepeat: false));
        Assert.Equal("a [REDACTED_X] b", Pass(guards, "a x b", isRepeat: true));

        var run = Assert.Single(guarded.Runs);
        Assert.Equal(1, run.Counts["X"]);
        Assert.Equal(5, run.Characters);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Create_GuardThatFailsOpen_LetsTheTextPass(bool isRepeat)
    {
        var guarded = Guarded(new LetterGuard { Name = "x", Type = "letter", Action = GuardAction.Block, Kinds = TextKind.All, OnError = GuardErrorMode.Open });

        Assert.Equal("a ! b", Pass(new OutputGuards(guarded, TimeProvider.System), "a ! b", isRepeat));
        Assert.Equal(GuardOutcome.FailedOpen, Assert.Single(guarded.Runs).Outcome);
    }

    private static GuardedExchange Guarded(SpanGuard guard) => new(null, new RouteGuards([], [guard]));

    private static string Pass(OutputGuards guards, string text, bool isRepeat)
    {
        using var output = new PooledBuffer();
        using var guarded = guards.Create(TextKind.Assistant, TextForm.Plain, isRepeat);
        guarded!.Feed(Encoding.UTF8.GetBytes(text), output);
        guarded.Finish(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>Finds each x, and fails at an exclamation mark.</summary>
    private sealed class LetterGuard : SpanGuard, ISpanGuard
    {
        public override ISpanGuard? Finder(LlmExchange? exchange, GuardDirection direction) => this;

        public ISpanScanner CreateScanner(TextKind kind, TextForm form) => new Scanner();

        private sealed class Scanner : ISpanScanner
        {
            public long SafeOffset { get; private set; }

            public void Feed(ReadOnlySpan<byte> utf8, List<GuardSpan> found)
            {
                if (utf8.Contains((byte)'!'))
                    throw new InvalidOperationException("The guard has failed.");
                for (var i = 0; i < utf8.Length; i++)
                {
                    if (utf8[i] == 'x')
                        found.Add(new GuardSpan(SafeOffset + i, 1, "X"));
                }

                SafeOffset += utf8.Length;
            }

            public void Finish(List<GuardSpan> found)
            {
            }

            public void Reset() => SafeOffset = 0;

            public void Dispose() => Reset();
        }
    }
}
