using System.Globalization;
using System.Text;
using LlmProxy.Core.Guardrails;

namespace LlmProxy.Guardrails.Audit;

/// <summary>What guards did, in a line: <c>injection=pass, pii=redacted;EMAIL=2;PHONE=1</c>, as headers, records and logs have it.</summary>
internal static class GuardSummary
{
    private const int MaxLength = 1_000;

    /// <summary>The line for these runs; <c>null</c>: no guard ran.</summary>
    /// <param name="runs">What the guards did.</param>
    /// <param name="forClient">Whether guards that only look on are left out: nobody outside is to know of them.</param>
    /// <param name="withAnswer">Whether guards of the answer are told. Where its headers go out before its end, what they say by then is no verdict.</param>
    public static string? Of(IReadOnlyList<GuardRun> runs, bool forClient = false, bool withAnswer = true)
    {
        var line = new StringBuilder();
        foreach (var run in runs)
        {
            if (forClient && run.Guard.Action == GuardAction.Shadow || run.Direction == GuardDirection.Output && !withAnswer || line.Length > MaxLength)
                continue;
            if (line.Length > 0)
                line.Append(", ");
            line.Append(run.Direction == GuardDirection.Output ? "out:" : "").Append(run.Guard.Name).Append('=').Append(Name(run.Outcome, forClient));
            foreach (var (type, count) in run.Counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Take(forClient && run.Outcome == GuardOutcome.Shadowed ? 0 : 20))
                line.Append(CultureInfo.InvariantCulture, $";{type}={count}");
            if (run.Score is { } score && !forClient)
                line.Append(CultureInfo.InvariantCulture, $";score={score:0.###}");
        }

        return line.Length == 0 ? null : line.ToString();
    }

    /// <summary>An outcome, as it is written.</summary>
    public static string Name(GuardOutcome outcome, bool forClient = false) => outcome switch
    {
        GuardOutcome.Passed => "pass",
        GuardOutcome.Shadowed => forClient ? "pass" : "shadowed",
        GuardOutcome.Flagged => "flagged",
        GuardOutcome.Redacted => "redacted",
        GuardOutcome.Masked => "masked",
        GuardOutcome.FailedOpen => "unjudged",
        GuardOutcome.FailedClosed => "failed",
        _ => "blocked",
    };
}
