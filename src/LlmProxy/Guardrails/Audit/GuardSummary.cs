using System.Globalization;
using System.Text;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Requests;

namespace LlmProxy.Guardrails.Audit;

/// <summary>
/// What guards did, in a line, as headers, records and logs have it:
/// <c>injection=pass;chars=40, pii=redacted;EMAIL=1;chars=40;at=EMAIL:messages[0].content:16-32</c>.
/// </summary>
internal static class GuardSummary
{
    /// <summary>The longest line in a header, where many a server takes 8 KB of all headers together.</summary>
    private const int MaxHeader = 1_000;

    /// <summary>The longest line in a record or a log.</summary>
    private const int MaxLine = 4_000;

    private const int MaxTypes = 20;

    /// <summary>The longest <c>, +N</c>.</summary>
    private const int RestLength = 13;

    /// <summary>The line for these runs; <c>null</c>: no guard ran. Where it gets too long, places are left out first, and then the last guards but for their number.</summary>
    /// <param name="runs">What the guards did.</param>
    /// <param name="forClient">Whether guards that only look on are left out: nobody outside is to know of them.</param>
    /// <param name="withAnswer">Whether guards of the answer are told. Where its headers go out before its end, what they say by then is no verdict.</param>
    public static string? Of(IReadOnlyList<GuardRun> runs, bool forClient = false, bool withAnswer = true)
    {
        List<(GuardRun Run, string Head)>? told = null;
        foreach (var run in runs)
        {
            if ((withAnswer || run.Direction == GuardDirection.Input) && !(forClient && run.Guard.Action == GuardAction.Shadow))
                (told ??= []).Add((run, Head(run, forClient)));
        }

        return told is null ? null : Line(told, forClient);
    }

    /// <summary>An outcome, as it is written.</summary>
    public static string Name(GuardOutcome outcome, bool forClient = false) => outcome switch
    {
        GuardOutcome.Passed => "pass",
        GuardOutcome.Unseen => "unseen",
        GuardOutcome.Shadowed => forClient ? "pass" : "shadowed",
        GuardOutcome.Flagged => "flagged",
        GuardOutcome.Redacted => "redacted",
        GuardOutcome.Masked => "masked",
        GuardOutcome.Retried => "retried",
        GuardOutcome.Released => "released",
        GuardOutcome.FailedOpen => "unjudged",
        GuardOutcome.FailedClosed => "failed",
        _ => "blocked",
    };

    /// <summary>What passed unseen, as it is written; not nothing.</summary>
    public static string Name(UnreadContent content) => content switch
    {
        UnreadContent.TokenIds => "tokens",
        UnreadContent.Media => "media",
        UnreadContent.TokenIds | UnreadContent.Media => "tokens+media",
        UnreadContent.Past => "past",
        _ => "body",
    };

    private static string Line(List<(GuardRun Run, string Head)> told, bool forClient)
    {
        // Verdicts of all go before places of one.
        var room = (forClient ? MaxHeader : MaxLine) - told.Sum(static one => one.Head.Length + 2);
        var line = new StringBuilder();
        for (var i = 0; i < told.Count; i++)
        {
            var (run, head) = told[i];
            if (room < 0 && line.Length + head.Length + 2 + RestLength > (forClient ? MaxHeader : MaxLine))
                return line.Append(CultureInfo.InvariantCulture, $"{(i > 0 ? ", " : "")}+{told.Count - i}").ToString();
            line.Append(i > 0 ? ", " : "").Append(head);
            room -= GuardPlaces.Append(line, run, forClient, room);
        }

        return line.ToString();
    }

    private static string Head(GuardRun run, bool forClient)
    {
        var head = new StringBuilder(run.Direction == GuardDirection.Output ? "out:" : "").Append(run.Guard.Name).Append('=').Append(Name(run.Outcome, forClient));
        foreach (var (type, count) in run.Counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Take(forClient && run.Outcome == GuardOutcome.Shadowed ? 0 : MaxTypes))
            head.Append(CultureInfo.InvariantCulture, $";{type}={count}");
        if (run.Unseen != UnreadContent.None)
            head.Append(";unseen=").Append(Name(run.Unseen));
        if (run.ReleasedCharacters > 0)
            head.Append(CultureInfo.InvariantCulture, $";released={run.ReleasedCharacters}");
        if (run.Score is { } score && !forClient)
            head.Append(CultureInfo.InvariantCulture, $";score={score:0.###}");
        return head.Append(CultureInfo.InvariantCulture, $";chars={run.Characters}").ToString();
    }
}
