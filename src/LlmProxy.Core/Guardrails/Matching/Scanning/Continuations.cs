namespace LlmProxy.Core.Guardrails.Matching.Scanning;

/// <summary>The matches that are open: at most one of each pattern.</summary>
internal sealed class Continuations(IReadOnlyList<ContinuationRule?> rules, MatchJudge judge)
{
    private readonly List<ContinuationRun> _open = [];

    /// <summary>Begins a text.</summary>
    public void Begin() => _open.Clear();

    /// <summary>The first position that an open match has not read; <see cref="long.MaxValue"/> without one.</summary>
    public long FirstUnread()
    {
        var first = long.MaxValue;
        foreach (var run in _open)
            first = Math.Min(first, run.At);
        return first;
    }

    /// <summary>Opens those of the matches from <paramref name="first"/> on whose patterns go on behind their end.</summary>
    public void Open(List<PatternMatch> matches, int first)
    {
        var last = matches.Count;
        for (var i = first; i < last; i++)
        {
            var match = matches[i];
            if (rules[match.Pattern] is not { } rule)
                continue;
            matches[i] = match with { Phase = PatternMatchPhase.Opened };
            judge.Occupy(match.Pattern, long.MaxValue);
            _open.Add(new ContinuationRun(rule, match));
        }
    }

    /// <summary>Reads on, and reports what has come to its end.</summary>
    public void Continue(ScanText text, List<PatternMatch> matches)
    {
        for (var i = 0; i < _open.Count;)
        {
            var run = _open[i];
            if (!run.Continue(text))
            {
                i++;
                continue;
            }

            matches.Add(run.Head with { End = run.At, Phase = PatternMatchPhase.Closed });
            judge.Occupy(run.Head.Pattern, run.At);
            _open.RemoveAt(i);
        }
    }
}
