using System.Diagnostics;
using LlmProxy.Guardrails.Audit;
using LlmProxy.Telemetry;

namespace LlmProxy.Guardrails;

/// <summary>Tells traces what guards did.</summary>
internal static class GuardSpans
{
    /// <summary>Puts an event into <paramref name="span"/> for each guard that ran.</summary>
    public static void Tell(Activity? span, GuardedExchange guarded)
    {
        if (span is not { IsAllDataRequested: true })
            return;
        try
        {
            foreach (var run in guarded.Runs)
                span.AddEvent(new ActivityEvent("llmproxy.guardrail.result", tags: Tags(run)));
            span.SetTag("llmproxy.guardrail.results", GuardSummary.Of(guarded.Runs));
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
            ["llmproxy.guardrail.bytes"] = run.Bytes,
        };
        if (run.Score is { } score)
            tags["llmproxy.guardrail.score"] = score;
        foreach (var (type, count) in run.Counts)
            tags[$"llmproxy.guardrail.findings.{type.ToLowerInvariant()}"] = count;
        return tags;
    }
}
