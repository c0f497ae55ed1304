namespace LlmProxy.Core.Guardrails.Matching.Scanning;

/// <summary>Chooses among the ends of one start, pattern by pattern, by what their validators say.</summary>
internal sealed class MatchJudge(IReadOnlyList<PatternDefinition> definitions)
{
    private readonly long[] _free = new long[definitions.Count];
    private readonly int[] _tries = new int[definitions.Count];
    private readonly long[] _lastTried = new long[definitions.Count];
    private readonly List<int> _touched = [];

    /// <summary>Begins a text.</summary>
    public void Begin()
    {
        // The tries too: a validator may have thrown in the middle of a start.
        Array.Clear(_free);
        Array.Clear(_tries);
        _touched.Clear();
    }

    /// <summary>Tells that the next match of a pattern begins at <paramref name="position"/> at the earliest.</summary>
    public void Occupy(int pattern, long position) => _free[pattern] = position;

    /// <summary>Judges what a start has found.</summary>
    /// <param name="run">The start.</param>
    /// <param name="text">The text.</param>
    /// <param name="accepted">Where accepted matches are added: the longest first, then in the patterns' order.</param>
    /// <returns>False: a validator needs text that has not come yet; nothing was judged.</returns>
    public bool TryJudge(StartRun run, ScanText text, List<PatternMatch> accepted)
    {
        if (!text.IsComplete && !HasTextBehind(run, text))
            return false;
        for (var i = run.Candidates.Count - 1; i >= 0; i--)
        {
            var (pattern, end) = run.Candidates[i];
            if (run.Start >= _free[pattern] && MayTry(pattern, end))
                Judge(pattern, run.Start, end, text, accepted);
        }

        foreach (var pattern in _touched)
            _tries[pattern] = 0;
        _touched.Clear();
        return true;
    }

    private bool HasTextBehind(StartRun run, ScanText text)
    {
        foreach (var (pattern, end) in run.Candidates)
        {
            var after = definitions[pattern].Validator?.AfterBytes ?? 0;
            if (end + after > text.End && run.Start >= _free[pattern])
                return false;
        }

        return true;
    }

    private bool MayTry(int pattern, long end)
    {
        if (_tries[pattern] == 0)
        {
            _touched.Add(pattern);
            _lastTried[pattern] = -1;
        }

        // Two branches of a pattern may have found the same end.
        if (_tries[pattern] >= PatternDefinition.MaxTries || _lastTried[pattern] == end)
            return false;
        _tries[pattern]++;
        _lastTried[pattern] = end;
        return true;
    }

    private void Judge(int pattern, long start, long end, ScanText text, List<PatternMatch> accepted)
    {
        var first = start;
        var last = end;
        if (definitions[pattern].Validator is { } validator)
        {
            var verdict = validator.Judge(new MatchCandidate(
                text.Slice(start, end),
                text.Slice(start - MatchCandidate.MaxBefore, start),
                text.Slice(end, end + validator.AfterBytes)));
            if (!verdict.IsAccepted)
                return;
            first = Math.Min(start + verdict.Start, end - 1);
            last = verdict.Length < 0 ? end : Math.Min(first + verdict.Length, end);
        }

        _tries[pattern] = PatternDefinition.MaxTries;
        _free[pattern] = last;
        accepted.Add(new(pattern, first, last));
    }
}
