using System.Text;
using LlmProxy.Core.Guardrails;
using LlmProxy.Guardrails.Audit;
using LlmProxy.Guardrails.Checking;

namespace LlmProxy.Host.Guardrails;

/// <summary>The answer to <c>POST /v1/guardrails/check</c>.</summary>
internal sealed record GuardCheckView(string Object, string Direction, bool Blocked, string Text, IReadOnlyList<GuardCheckView.GuardView> Guardrails)
{
    /// <summary>What guards made of a text. Positions are Unicode code points, as most languages count characters.</summary>
    public static GuardCheckView Of(TrialResult result, GuardDirection direction) => new(
        "guardrails.check", direction == GuardDirection.Input ? "input" : "output", result.IsBlocked, result.Text,
        [.. result.Runs.Select(run => Of(run, result))]);

    private static GuardView Of(GuardRun run, TrialResult result) => new(
        run.Guard.Name,
        run.Guard.Type,
        GuardSummary.Name(run.Outcome),
        run.Score,
        Math.Round(run.Duration.TotalMilliseconds, 3),
        Characters(result.Utf8.Span),
        [.. run.Findings.Select(finding => Of(finding, result.Utf8.Span))],
        run.Counts.Values.Sum(),
        result.Errors.GetValueOrDefault(run.Guard));

    private static EntityView Of(in GuardFinding finding, ReadOnlySpan<byte> text)
    {
        if (finding.Start < 0)
            return new(finding.Type, finding.Action.ToString().ToLowerInvariant(), null, null);
        var start = Characters(text[..(int)finding.Start]);
        return new(finding.Type, finding.Action.ToString().ToLowerInvariant(), start, start + Characters(text.Slice((int)finding.Start, finding.Length)));
    }

    private static int Characters(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        foreach (var rune in Encoding.UTF8.GetString(utf8).EnumerateRunes())
            count += rune.Utf8SequenceLength > 0 ? 1 : 0;
        return count;
    }

    /// <summary>What one guard did.</summary>
    internal sealed record GuardView(
        string Name, string Type, string Verdict, double? Score, double DurationMs, int Characters, IReadOnlyList<EntityView> Entities, int Findings, string? Error);

    /// <summary>What it found; without a position where it judges the whole text.</summary>
    internal sealed record EntityView(string Type, string Action, int? Start, int? End);
}
