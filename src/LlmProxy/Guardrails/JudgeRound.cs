using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Texts;
using LlmProxy.Guardrails.Audit;

namespace LlmProxy.Guardrails;

/// <summary>Shows texts to the guards that judge whole texts: all at once.</summary>
/// <param name="guarded">The request.</param>
/// <param name="direction">Whose texts they are.</param>
/// <param name="texts">The texts, as the guards before have left them.</param>
/// <param name="clock">Measures how long they take.</param>
internal sealed class JudgeRound(GuardedExchange guarded, GuardDirection direction, IReadOnlyList<SubjectText> texts, TimeProvider clock)
{
    /// <summary>Whether the model can be asked once more, so that verdicts may stay open.</summary>
    public bool MayCorrect { get; init; }

    /// <summary>Asks them.</summary>
    /// <returns>What they say together.</returns>
    /// <exception cref="GuardFailedException">One could not judge, and fails closed.</exception>
    /// <exception cref="OperationCanceledException">The client has gone.</exception>
    public async ValueTask<JudgedTexts> RunAsync(CancellationToken cancellation)
    {
        List<(JudgingGuard Guard, GuardSubject Subject, Task<GuardVerdict?> Asked)>? asked = null;
        foreach (var guard in direction == GuardDirection.Input ? guarded.Guards.Input : guarded.Guards.Output)
        {
            if (guard is JudgingGuard judging && Subject(judging) is { } subject)
                (asked ??= []).Add((judging, subject, AskAsync(judging, subject, cancellation)));
        }

        if (asked is null)
            return default;
        // All have ended before one that failed is told of: what they look at is given back then.
        await ((Task)Task.WhenAll(asked.Select(one => one.Asked))).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var judged = default(JudgedTexts);
        List<(JudgingGuard Guard, GuardSubject Subject, GuardVerdict Verdict)>? open = null;
        foreach (var (guard, subject, task) in asked)
        {
            if (await task is not { } verdict)
                continue;
            if (MayCorrect && verdict is { Level: VerdictLevel.Found, Correction: not null } && guard.Action != GuardAction.Shadow)
                (open ??= []).Add((guard, subject, verdict));
            else
                judged = Apply(judged, guard, subject, verdict);
        }

        judged = judged with { Open = open };
        // What another guard blocks is not asked for once more.
        return judged.Blocker is null ? judged : Uphold(judged);
    }

    /// <summary>What is open holds: no other answer has come.</summary>
    public JudgedTexts Uphold(JudgedTexts judged)
    {
        foreach (var (guard, subject, verdict) in judged.Open ?? [])
            judged = Apply(judged, guard, subject, verdict);
        return judged with { Open = null };
    }

    /// <summary>What is open is of no account any more: another answer has come.</summary>
    public void Drop(in JudgedTexts judged)
    {
        foreach (var (guard, subject, verdict) in judged.Open ?? [])
            JudgedRun.Drop(guard, guarded.RunOf(guard, direction), verdict, subject.Texts);
    }

    private JudgedTexts Apply(in JudgedTexts judged, JudgingGuard guard, GuardSubject subject, in GuardVerdict verdict)
    {
        var action = JudgedRun.Apply(guard, guarded.RunOf(guard, direction), verdict, subject.Texts);
        var after = judged;
        if (action == GuardAction.Block && verdict.Replacement is null && judged.Blocker is null)
            after = after with { Blocker = guard, Message = verdict.Message };
        // A guard that only looks on changes nothing.
        return guard.Action == GuardAction.Shadow ? after : after with { Replacement = after.Replacement ?? verdict.Replacement };
    }

    private GuardSubject? Subject(JudgingGuard guard)
    {
        var seen = texts.Where(text => (text.Kind & guard.Kinds) != 0).ToList();
        return seen.Count == 0 && !(guard.JudgesWithoutTexts && direction == GuardDirection.Input) ? null : new GuardSubject(guarded.Exchange, direction, seen);
    }

    private static bool CanReplace(JudgingGuard guard, GuardSubject subject) =>
        guard.Action == GuardAction.Shadow || subject.Direction == GuardDirection.Input || subject.Texts.Count(static text => text.Kind == TextKind.Assistant) == 1;

    private async Task<GuardVerdict?> AskAsync(JudgingGuard guard, GuardSubject subject, CancellationToken cancellation)
    {
        var run = guarded.RunOf(guard, direction);
        run.Characters += subject.Texts.Sum(text => CodePoints.Count(text.Utf8.Span));
        var from = clock.GetTimestamp();
        try
        {
            var verdict = await guard.JudgeAsync(subject, cancellation);
            // A replacement takes the place of what the model says. Whoever did not see that, or saw several, cannot mean it.
            return verdict.Replacement is null || CanReplace(guard, subject) ? verdict : throw new InvalidOperationException("There is not one text that could be replaced.");
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            run.Raise(guard.FailsClosed ? GuardOutcome.FailedClosed : GuardOutcome.FailedOpen);
            return guard.FailsClosed ? throw new GuardFailedException(guard, e) : null;
        }
        finally
        {
            run.Duration += clock.GetElapsedTime(from);
        }
    }
}
