using System.Text;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Answers;
using LlmProxy.Guardrails;
using LlmProxy.Guardrails.Audit;
using LlmProxy.Guardrails.Output;
using LlmProxy.Guardrails.Settings;

namespace LlmProxy.Tests.Guardrails.Output;

public sealed class AnswerJudgeTests
{
    private static readonly AnswerText[] Texts =
    [
        new(TextKind.Reasoning, TextForm.Plain, "why"u8.ToArray()),
        new(TextKind.Assistant, TextForm.Plain, "said"u8.ToArray()),
    ];

    [Fact]
    public async Task JudgeAsync_Clean_Passes() => Assert.Equal(AnswerVerdict.Passed, await Judge(Says(VerdictLevel.Clean)));

    [Fact]
    public async Task JudgeAsync_TwoBlock_FirstGuardsMessageIsTold()
    {
        var verdict = await Judge(Says(VerdictLevel.Clean), Says(VerdictLevel.Found, message: "first"), Says(VerdictLevel.Found, message: "second"));

        Assert.True(verdict.IsBlocked);
        Assert.Equal("first", Encoding.UTF8.GetString(verdict.Message.Span));
    }

    [Theory]
    [InlineData(GuardAction.Flag, VerdictLevel.Found)]
    [InlineData(GuardAction.Shadow, VerdictLevel.Found)]
    [InlineData(GuardAction.Block, VerdictLevel.Suspect)]
    public async Task JudgeAsync_WhatIsOnlyTold_Passes(GuardAction action, VerdictLevel level) =>
        Assert.Equal(AnswerVerdict.Passed, await Judge(Says(level, action: action)));

    [Fact]
    public async Task JudgeAsync_Replacement_IsTheFirstGuards()
    {
        var verdict = await Judge(Says(VerdictLevel.Clean, replacement: "one"), Says(VerdictLevel.Clean, replacement: "two"));

        Assert.False(verdict.IsBlocked);
        Assert.Equal("one", Encoding.UTF8.GetString(verdict.Replacement!.Value.Span));
        Assert.Null((await Judge(Says(VerdictLevel.Clean, GuardAction.Shadow, replacement: "one"))).Replacement);
    }

    // Of two nobody knows which, and who saw the reasoning alone does not mean what was said.
    [Fact]
    public async Task JudgeAsync_ReplacementOfWhatIsNotOneText_IsAFailure()
    {
        AnswerText[] two = [.. Texts, new(TextKind.Assistant, TextForm.Plain, "too"u8.ToArray())];

        await Assert.ThrowsAsync<GuardFailedException>(() => Judge(two, Says(VerdictLevel.Clean, replacement: "one")).AsTask());
        await Assert.ThrowsAsync<GuardFailedException>(() => Judge(Says(VerdictLevel.Clean, kinds: TextKind.Reasoning, replacement: "one")).AsTask());
        Assert.Equal(AnswerVerdict.Passed, await Judge(two, Says(VerdictLevel.Clean, replacement: "one", mode: GuardErrorMode.Open)));
    }

    [Fact]
    public async Task JudgeAsync_PartsOfOneMessage_AreToldAsSuch()
    {
        var guard = Says(VerdictLevel.Clean);
        await Judge([new(TextKind.Assistant, TextForm.Plain, "a"u8.ToArray(), Message: 2)], guard);

        Assert.Equal([2], guard.Messages);
    }

    [Fact]
    public async Task JudgeAsync_KindsOfTheGuard_AreAllItSees()
    {
        var guard = Says(VerdictLevel.Clean, kinds: TextKind.Assistant);
        await Judge(guard);
        Assert.Equal(["said"], guard.Seen);

        var other = Says(VerdictLevel.Found, kinds: TextKind.Refusal);
        Assert.Equal(AnswerVerdict.Passed, await Judge(other));
        Assert.Empty(other.Seen);
    }

    [Fact]
    public async Task JudgeAsync_Failure_IsClosedUnlessTheGuardIsOpen()
    {
        await Assert.ThrowsAsync<GuardFailedException>(() => Judge(Fails(GuardErrorMode.Closed)).AsTask());
        Assert.Equal(AnswerVerdict.Passed, await Judge(Fails(GuardErrorMode.Open)));
    }

    [Theory]
    [InlineData(GuardAction.Flag)]
    [InlineData(GuardAction.Shadow)]
    public async Task JudgeAsync_GuardThatOnlyLooksOnFails_PassesAndIsOnRecord(GuardAction action)
    {
        var guarded = new GuardedExchange(null, new RouteGuards([], [Fails(GuardErrorMode.Closed, action)]));

        Assert.Equal(AnswerVerdict.Passed, await new AnswerJudge(guarded, TimeProvider.System).JudgeAsync(Texts, CancellationToken.None));
        Assert.Equal(GuardOutcome.FailedOpen, Assert.Single(guarded.Runs).Outcome);
    }

    [Fact]
    public async Task JudgeCorrectableAsync_GuardWantsAnotherAnswer_IsOpenUntilConcluded()
    {
        var (judge, guarded) = Judging(Wants("first"), Wants("second"));

        var open = await judge.JudgeCorrectableAsync(Texts, CancellationToken.None);

        Assert.Equal((false, "first\nsecond"), (open.IsBlocked, Encoding.UTF8.GetString(open.Correction!.Value.Span)));
        Assert.All(guarded.Runs, run => Assert.Equal(GuardOutcome.Passed, run.Outcome));
        var upheld = judge.Conclude(isCorrected: false);
        Assert.Equal((true, "not first", false), (upheld.IsBlocked, Encoding.UTF8.GetString(upheld.Message.Span), upheld.Correction.HasValue));
        Assert.All(guarded.Runs, run => Assert.Equal((GuardOutcome.Blocked, 1), (run.Outcome, run.Counts["judge"])));
        // It has been said once and for all.
        Assert.Equal(AnswerVerdict.Passed, judge.Conclude(isCorrected: false));
    }

    [Fact]
    public async Task Conclude_AnotherAnswerCame_IsOnRecordAsRetried()
    {
        var (judge, guarded) = Judging(Wants("first"));

        await judge.JudgeCorrectableAsync(Texts, CancellationToken.None);

        Assert.Equal(AnswerVerdict.Passed, judge.Conclude(isCorrected: true));
        var run = Assert.Single(guarded.Runs);
        Assert.Equal((GuardOutcome.Retried, 1), (run.Outcome, run.Counts["judge"]));
        // The other answer is no better, and is not asked for again.
        Assert.True((await judge.JudgeAsync(Texts, CancellationToken.None)).IsBlocked);
        Assert.Equal((GuardOutcome.Blocked, 2), (run.Outcome, run.Counts["judge"]));
    }

    [Fact]
    public async Task JudgeCorrectableAsync_AnotherGuardBlocks_NothingIsOpen()
    {
        var (judge, guarded) = Judging(Wants("first"), Says(VerdictLevel.Found, message: "never"));

        var verdict = await judge.JudgeCorrectableAsync(Texts, CancellationToken.None);

        Assert.Equal((true, "never", false), (verdict.IsBlocked, Encoding.UTF8.GetString(verdict.Message.Span), verdict.Correction.HasValue));
        Assert.All(guarded.Runs, run => Assert.Equal(GuardOutcome.Blocked, run.Outcome));
    }

    [Fact]
    public async Task JudgeCorrectableAsync_Flag_PassesWhereNoOtherAnswerComes()
    {
        var (judge, guarded) = Judging(Wants("first", GuardAction.Flag));

        Assert.NotNull((await judge.JudgeCorrectableAsync(Texts, CancellationToken.None)).Correction);
        Assert.Equal(AnswerVerdict.Passed, judge.Conclude(isCorrected: false) with { Message = default });
        Assert.Equal(GuardOutcome.Flagged, Assert.Single(guarded.Runs).Outcome);
    }

    [Fact]
    public async Task JudgeCorrectableAsync_Shadow_AsksForNothing()
    {
        var (judge, guarded) = Judging(Wants("first", GuardAction.Shadow));

        Assert.Equal(AnswerVerdict.Passed, await judge.JudgeCorrectableAsync(Texts, CancellationToken.None));
        Assert.Equal(GuardOutcome.Shadowed, Assert.Single(guarded.Runs).Outcome);
    }

    private static (AnswerJudge Judge, GuardedExchange Guarded) Judging(params JudgingGuard[] guards)
    {
        var guarded = new GuardedExchange(null, new RouteGuards([], guards));
        return (new AnswerJudge(guarded, TimeProvider.System), guarded);
    }

    private static FixedGuard Wants(string correction, GuardAction action = GuardAction.Block) =>
        new(new GuardVerdict(VerdictLevel.Found) { Message = $"not {correction}", Correction = correction })
        {
            Name = "judge", Type = "judge", Action = action, Kinds = TextKind.All,
        };

    private static ValueTask<AnswerVerdict> Judge(params JudgingGuard[] guards) => Judge(Texts, guards);

    private static ValueTask<AnswerVerdict> Judge(AnswerText[] texts, params JudgingGuard[] guards) =>
        new AnswerJudge(new GuardedExchange(null, new RouteGuards([], guards)), TimeProvider.System).JudgeAsync(texts, CancellationToken.None);

    private static FixedGuard Says(
        VerdictLevel level, GuardAction action = GuardAction.Block, string? message = null, string? replacement = null, TextKind kinds = TextKind.All,
        GuardErrorMode mode = GuardErrorMode.Closed) =>
        new(new GuardVerdict(level) { Message = message, Replacement = replacement is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(replacement) })
        {
            Name = "judge", Type = "judge", Action = action, Kinds = kinds, OnError = mode,
        };

    private static FixedGuard Fails(GuardErrorMode mode, GuardAction action = GuardAction.Block) => new(null) { Name = "judge", Type = "judge", Action = action, Kinds = TextKind.All, OnError = mode };

    private sealed class FixedGuard(GuardVerdict? verdict) : JudgingGuard
    {
        public List<string> Seen { get; } = [];

        public List<int> Messages { get; } = [];

        public override ValueTask<GuardVerdict> JudgeAsync(GuardSubject subject, CancellationToken cancellation)
        {
            Assert.Equal(GuardDirection.Output, subject.Direction);
            Seen.AddRange(subject.Texts.Select(text => Encoding.UTF8.GetString(text.Utf8.Span)));
            Messages.AddRange(subject.Texts.Select(text => text.Message));
            return new(verdict ?? throw new InvalidOperationException("The judge has failed."));
        }
    }
}
