using LlmProxy.Exchange;
using LlmProxy.Guardrails.Audit;
using LlmProxy.Prompts.Experiments;
using LlmProxy.Telemetry;

namespace LlmProxy.Prompts.Quality;

/// <summary>Tells those who want to know how requests under prompts and experiments end.</summary>
internal sealed class PromptReport(IEnumerable<IPromptOutcomes> listeners, TimeProvider clock)
{
    private const string ModelNotFound = "model_not_found";

    private readonly IPromptOutcomes[] _listeners = [.. listeners];

    /// <summary>Tells of a request that has ended.</summary>
    public void Tell(LlmExchange exchange, in RequestFacts facts)
    {
        if (exchange.Prompt is not { } use || _listeners.Length == 0)
            return;
        var outcome = new PromptOutcome
        {
            Facts = facts,
            Time = clock.GetUtcNow(),
            Prompt = use.Template?.Id,
            Assignments = Drawn(use.Assignments),
            IsShadow = use.IsShadow,
            IsNamed = use.IsNamed,
            Key = exchange.Caller.KeyId,
            Tenant = exchange.Caller.Tenant,
            User = exchange.User,
            // No guard judges what nobody gets.
            IsBlocked = !use.IsShadow && IsBlocked(exchange),
            Guardrails = !use.IsShadow && exchange.Guards is { } guards ? GuardSummary.Of(guards.Runs) : null,
            IsError = IsError(facts.Outcome) || IsRefusal(use, facts),
        };
        foreach (var listener in _listeners)
            listener.Note(outcome);
    }

    // A tester's choice says nothing of what callers do, and an anonymous caller is another kind of caller.
    private static IReadOnlyList<Assignment> Drawn(IReadOnlyList<Assignment> assignments) =>
        assignments.All(assignment => assignment.IsDrawn) ? assignments : [.. assignments.Where(assignment => assignment.IsDrawn)];

    /// <summary>Whether a guard has blocked the request or its answer.</summary>
    internal static bool IsBlocked(LlmExchange exchange)
    {
        if (exchange.Guards is not { } guards)
            return false;
        foreach (var run in guards.Runs)
        {
            if (run.Outcome == GuardOutcome.Blocked)
                return true;
        }

        return false;
    }

    /// <summary>Whether the version is why the gateway refused the request; its predecessor's refusals are counted alike.</summary>
    private static bool IsRefusal(PromptUse use, in RequestFacts facts) => facts.Outcome == RequestOutcome.Rejected
        && (use.IsRefused || (facts.ErrorType == ModelNotFound && use.Settings.Model is not null));

    // A caller who left and a request that a limit or a key refused say nothing of a version.
    private static bool IsError(RequestOutcome outcome) => outcome is
        RequestOutcome.ProviderError or RequestOutcome.Failed or RequestOutcome.LastResort or RequestOutcome.Broken or RequestOutcome.Faulted;
}
