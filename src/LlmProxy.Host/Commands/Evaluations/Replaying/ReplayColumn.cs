namespace LlmProxy.Host.Commands.Evaluations.Replaying;

/// <summary>The figures of one side of a comparison.</summary>
internal sealed class ReplayColumn
{
    private readonly List<double> _latencies = [];
    private long _characters;
    private int _answers;
    private int _ratingSum;

    /// <summary>Requests.</summary>
    public int Count { get; private set; }

    /// <summary>Of these, those that failed.</summary>
    public int Errors { get; private set; }

    /// <summary>Of these, those that a guard blocked.</summary>
    public int Blocked { get; private set; }

    /// <summary>Tokens of all prompts whose count is known; <c>null</c>: of none.</summary>
    public long? InputTokens { get; private set; }

    /// <summary>Tokens of all answers whose count is known; <c>null</c>: of none.</summary>
    public long? OutputTokens { get; private set; }

    /// <summary>US dollars of all whose cost is known; <c>null</c>: of none.</summary>
    public decimal? Cost { get; private set; }

    /// <summary>Answers whose cost is not known.</summary>
    public int UnknownCosts { get; private set; }

    /// <summary>How many were rated.</summary>
    public int Ratings { get; private set; }

    /// <summary>The mean rating, 1 to 5; <c>null</c>: nothing was rated.</summary>
    public double? MeanRating => Ratings == 0 ? null : (double)_ratingSum / Ratings;

    /// <summary>The mean length of answers, in UTF-16 characters; <c>null</c>: there are none.</summary>
    public double? MeanLength => _answers == 0 ? null : (double)_characters / _answers;

    /// <summary>Takes a request.</summary>
    public void Add(ReplaySide side)
    {
        Count++;
        Errors += side.Error is null ? 0 : 1;
        Blocked += side.IsBlocked ? 1 : 0;
        if (side.LatencyMs is { } latency)
            _latencies.Add(latency);
        InputTokens = Sum(InputTokens, side.InputTokens);
        OutputTokens = Sum(OutputTokens, side.OutputTokens);
        if (side.Cost is { } cost)
            Cost = (Cost ?? 0) + cost;
        else if (side is { Error: null, IsBlocked: false })
            UnknownCosts++;
        if (side.Answer is { } answer)
        {
            _answers++;
            _characters += answer.Length;
        }

        if (side.Rating is not { } rating)
            return;
        Ratings++;
        _ratingSum += rating;
    }

    /// <summary>The latency under which this share of answers stayed, by nearest rank; <c>null</c>: there are none.</summary>
    public double? Latency(double share)
    {
        if (_latencies.Count == 0)
            return null;
        _latencies.Sort();
        return _latencies[Math.Max((int)Math.Ceiling(share * _latencies.Count) - 1, 0)];
    }

    private static long? Sum(long? sum, long? more) => more is null ? sum : (sum ?? 0) + more;
}
