using LlmProxy.Telemetry;

namespace LlmProxy.Prompts.Quality;

/// <summary>The tally of one version or variant. Safe for use by many threads: a lock is held for some thirty additions, and never across a wait.</summary>
/// <param name="key">Its key in the store.</param>
internal sealed class PromptSeries(string key)
{
    private const int WellFrom = 4;
    private const int BadTo = 2;

    private readonly Lock _lock = new();
    private PromptTally _tally = new();
    private DateTimeOffset _lastUsed;
    private bool _isChanged;

    /// <summary>Its key in the store.</summary>
    public string Key => key;

    /// <summary>When the last request came; the earliest time there is where none has come since the start.</summary>
    public DateTimeOffset LastUsed
    {
        get
        {
            lock (_lock)
                return _lastUsed;
        }
    }

    /// <summary>Counts a request.</summary>
    /// <returns>How many judged requests there are with it; 0 where it is not judged itself.</returns>
    public long Add(PromptOutcome outcome)
    {
        lock (_lock)
        {
            _isChanged = true;
            _lastUsed = outcome.Time;
            _tally.From ??= outcome.Time;
            _tally.Requests++;
            AddCosts(outcome.Facts);
            if (outcome.IsBlocked)
                _tally.Blocks++;
            else if (outcome.IsError)
                _tally.Errors++;
            else if (outcome.Facts.Outcome == RequestOutcome.Completed)
                AddTimes(outcome.Facts);
            else
            {
                _tally.Unjudged++;
                return 0;
            }

            return _tally.Judged;
        }
    }

    /// <summary>Counts what somebody thinks, in the place of what was thought before.</summary>
    /// <param name="feedback">What is thought now; <c>null</c>: it is counted elsewhere.</param>
    /// <param name="before">What was thought; <c>null</c>: nothing was counted here.</param>
    public void Rate(Feedback? feedback, Feedback? before)
    {
        lock (_lock)
        {
            _isChanged = true;
            if (before is not null)
                Rate(before, -1);
            if (feedback is not null)
                Rate(feedback, 1);
        }
    }

    /// <summary>The numbers now.</summary>
    public PromptTally Read()
    {
        lock (_lock)
            return _tally.Copy();
    }

    /// <summary>Adds what an earlier process has counted.</summary>
    public void Restore(PromptTally kept)
    {
        lock (_lock)
            _tally = _tally.Plus(kept);
    }

    /// <summary>The numbers, if they have changed since the last call.</summary>
    public PromptTally? TakeChanged()
    {
        lock (_lock)
        {
            if (!_isChanged)
                return null;
            _isChanged = false;
            return _tally.Copy();
        }
    }

    private void AddTimes(in RequestFacts facts)
    {
        var milliseconds = Math.Max(0, facts.Duration.TotalMilliseconds);
        _tally.Latency.Add(milliseconds);
        _tally.LogLatency.Add(Math.Log(Math.Max(1, milliseconds)));
        _tally.LatencyClasses.Add(milliseconds);
        if (facts.FirstToken is not { } first)
            return;
        _tally.FirstToken.Add(first.TotalMilliseconds);
        _tally.FirstTokenClasses.Add(Math.Max(0, first.TotalMilliseconds));
    }

    private void AddCosts(in RequestFacts facts)
    {
        if (facts.Usage.InputTokens is { } input)
            _tally.InputTokens.Add(input);
        if (facts.Usage.OutputTokens is { } output)
            _tally.OutputTokens.Add(output);
        if (facts.Cost is { } cost)
        {
            _tally.Cost.Add((double)cost);
            _tally.CostSum += cost;
        }
        else if (facts.Attempts > 0)
            _tally.UnknownCosts++;
    }

    private void Rate(Feedback feedback, int sign)
    {
        if (feedback.Rating is { } rating)
        {
            if (sign > 0)
                _tally.Rating.Add(rating);
            else
                _tally.Rating.Remove(rating);
            _tally.Ups += rating >= WellFrom ? sign : 0;
            _tally.Downs += rating <= BadTo ? sign : 0;
        }

        _tally.WrongAnswers += feedback.Verdict == Feedback.WrongAnswer ? sign : 0;
    }
}
