using LlmProxy.Core.Guardrails;
using LlmProxy.Guardrails.Audit;
using LlmProxy.Guardrails.Checking;

namespace LlmProxy.Host.Guardrails;

/// <summary>The answer to <c>POST /v1/guardrails/check</c>.</summary>
internal sealed record GuardCheckView(string Object, string Direction, bool Blocked, string Text, IReadOnlyList<GuardCheckView.GuardView> Guardrails)
{
    /// <summary>What guards made of a text. Positions are those that headers, logs and records have: Unicode code points of the text as it came.</summary>
    public static GuardCheckView Of(TrialResult result, GuardDirection direction) => new(
        "guardrails.check", direction == GuardDirection.Input ? "input" : "output", result.IsBlocked, result.Text,
        [.. result.Runs.Select(run => Of(run, result))]);

    private static GuardView Of(GuardRun run, TrialResult result) => new(
        run.Guard.Name,
        run.Guard.Type,
        GuardSummary.Name(run.Outcome),
        run.Score,
        Math.Round(run.Duration.TotalMilliseconds, 3),
        run.Characters,
        [.. run.Findings.Select(Of)],
        run.Found,
        result.Errors.GetValueOrDefault(run.Guard));

    private static EntityView Of(GuardFinding finding) =>
        new(finding.Type, finding.Action.ToString().ToLowerInvariant(), finding.Characters?.Start, finding.Characters?.End);

    /// <summary>What one guard did.</summary>
    internal sealed record GuardView(
        string Name, string Type, string Verdict, double? Score, double DurationMs, long Characters, IReadOnlyList<EntityView> Entities, long Findings, string? Error);

    /// <summary>What it found; without a position where it judges the whole text.</summary>
    internal sealed record EntityView(string Type, string Action, long? Start, long? End);
}
