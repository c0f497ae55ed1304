using LlmProxy.Core.Guardrails;

namespace LlmProxy.Guardrails.Audit;

/// <summary>Notes verdicts on whole texts.</summary>
internal static class JudgedRun
{
    /// <summary>Notes what a guard says of <paramref name="texts"/>.</summary>
    /// <returns>What follows from it; <c>null</c>: nothing.</returns>
    public static GuardAction? Apply(Guard guard, GuardRun run, in GuardVerdict verdict, IReadOnlyList<SubjectText> texts)
    {
        run.Rate(verdict.Score);
        if (verdict.Level == VerdictLevel.Clean)
            return null;
        // What is suspect is told, but no more; a guard that only looks on tells nobody.
        var action = verdict.Level == VerdictLevel.Found || guard.Action == GuardAction.Shadow ? guard.Action : GuardAction.Flag;
        var places = JudgedPlaces.Of(texts);
        foreach (var type in TypesOf(guard, verdict))
            run.Add(new GuardFinding(type, action, places, null), verdict.Score);
        return action;
    }

    /// <summary>Notes what a guard has said of an answer in whose place another has come.</summary>
    public static void Drop(Guard guard, GuardRun run, in GuardVerdict verdict, IReadOnlyList<SubjectText> texts)
    {
        run.Rate(verdict.Score);
        var places = JudgedPlaces.Of(texts);
        foreach (var type in TypesOf(guard, verdict))
            run.Retry(new GuardFinding(type, guard.Action, places, null));
    }

    private static IReadOnlyList<string> TypesOf(Guard guard, in GuardVerdict verdict) => verdict.Types is { Count: > 0 } types ? types : [guard.Type];
}
