using LlmProxy.Core.Guardrails;
using LlmProxy.Guardrails.Audit;
using LlmProxy.Guardrails.Settings;

namespace LlmProxy.Guardrails.Input;

/// <summary>Shows the texts of a request, as the guards before have left them, to the guards that judge whole texts: all at once.</summary>
internal sealed class InputJudges(GuardedExchange guarded, InputTexts texts, TimeProvider clock)
{
    /// <summary>Asks them.</summary>
    /// <returns>The first guard, in the order of the configuration, that lets nothing pass, and what it says; <c>null</c>: all may go on.</returns>
    /// <exception cref="GuardFailedException">One could not judge, and fails closed.</exception>
    /// <exception cref="OperationCanceledException">The client has gone.</exception>
    public async ValueTask<(Guard Guard, string? Message)?> RunAsync(CancellationToken cancellation)
    {
        var guards = guarded.Guards.Input;
        List<(JudgingGuard Guard, Task<GuardVerdict?> Asked)>? asked = null;
        foreach (var guard in guards)
        {
            if (guard is JudgingGuard judging && Subject(judging) is { } subject)
                (asked ??= []).Add((judging, AskAsync(judging, subject, cancellation)));
        }

        if (asked is null)
            return null;
        (Guard, string?)? blocked = null;
        foreach (var (guard, task) in asked)
        {
            if (await task is { } verdict && JudgedRun.Apply(guard, guarded.RunOf(guard, GuardDirection.Input), verdict) == GuardAction.Block && blocked is null)
                blocked = (guard, verdict.Message);
        }

        return blocked;
    }

    private GuardSubject? Subject(JudgingGuard guard)
    {
        var seen = texts.Texts.Where(text => (text.Kind & guard.Kinds) != 0).ToList();
        return seen.Count == 0 ? null : new GuardSubject(guarded.Exchange, GuardDirection.Input, seen);
    }

    private async Task<GuardVerdict?> AskAsync(JudgingGuard guard, GuardSubject subject, CancellationToken cancellation)
    {
        var run = guarded.RunOf(guard, GuardDirection.Input);
        run.Bytes += subject.Texts.Sum(text => (long)text.Utf8.Length);
        var from = clock.GetTimestamp();
        try
        {
            return await guard.JudgeAsync(subject, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            var isOpen = guard.OnError == GuardErrorMode.Open;
            run.Raise(isOpen ? GuardOutcome.FailedOpen : GuardOutcome.FailedClosed);
            return isOpen ? null : throw new GuardFailedException(guard, e);
        }
        finally
        {
            run.Duration += clock.GetElapsedTime(from);
        }
    }
}
