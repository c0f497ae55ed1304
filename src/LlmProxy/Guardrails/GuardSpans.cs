using System.Diagnostics;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Requests;
using LlmProxy.Guardrails.Audit;
using LlmProxy.Telemetry;

namespace LlmProxy.Guardrails;

/// <summary>Tells traces what guards did: an event for each guard that ran.</summary>
internal static class GuardSpans
{
    /// <summary>Tells the span of the step that judges requests of their guards.</summary>
    public static void TellRequest(Activity? span, GuardedExchange guarded) => Tell(span, guarded, static run => run.Direction == GuardDirection.Input);

    /// <summary>Tells the span of the step that judges whole answers of the guards that do.</summary>
    public static void TellVerdicts(Activity? span, GuardedExchange guarded) =>
        Tell(span, guarded, static run => run.Direction == GuardDirection.Output && run.Guard is JudgingGuard);

    /// <summary>Tells the span of the request of the guards that its answer has passed piece by piece: no step of their own has a span.</summary>
    public static void TellAnswer(Activity? span, GuardedExchange guarded) =>
        Tell(span, guarded, static run => run.Direction == GuardDirection.Output && run.Guard is not JudgingGuard);

    private static void Tell(Activity? span, GuardedExchange guarded, Func<GuardRun, bool> concerns)
    {
        if (span is not { IsAllDataRequested: true })
            return;
        try
        {
            List<GuardRun> runs = [.. guarded.Runs.Where(concerns)];
            foreach (var run in runs)
                span.AddEvent(new ActivityEvent("llmproxy.guardrail.result", tags: Tags(run)));
            if (runs.Count > 0)
                span.SetTag("llmproxy.guardrail.results", GuardSummary.Of(runs));
        }
        catch (Exception e)
        {
            Telemetry.SpanGuard.Report(e);
        }
    }

    private static ActivityTagsCollection Tags(GuardRun run)
    {
        var tags = new ActivityTagsCollection
        {
            [TagNames.Guardrail] = run.Guard.Name,
            ["llmproxy.guardrail.type"] = run.Guard.Type,
            [TagNames.GuardrailDirection] = run.Direction.ToString().ToLowerInvariant(),
            ["llmproxy.guardrail.outcome"] = GuardSummary.Name(run.Outcome),
            ["llmproxy.guardrail.characters"] = run.Characters,
        };
        if (run.Unseen != UnreadContent.None)
            tags["llmproxy.guardrail.unseen"] = GuardSummary.Name(run.Unseen);
        if (run.ReleasedCharacters > 0)
            tags["llmproxy.guardrail.released"] = run.ReleasedCharacters;
        if (run.Score is { } score)
            tags["llmproxy.guardrail.score"] = score;
        foreach (var (type, count) in run.Counts)
            tags[$"llmproxy.guardrail.findings.{type.ToLowerInvariant()}"] = count;
        if (run.Found == 0)
            return tags;
        tags["llmproxy.guardrail.findings"] = run.Found;
        // The first of them; the number above says whether there are others.
        tags["llmproxy.guardrail.places"] = GuardPlaces.Of(run).ToArray();
        return tags;
    }
}
