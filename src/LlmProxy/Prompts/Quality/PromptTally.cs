using LlmProxy.Core.Statistics;

namespace LlmProxy.Prompts.Quality;

/// <summary>How the requests under one version ended, in sums: two states can be subtracted, and one kept as a document. Not safe for use by several threads.</summary>
internal sealed class PromptTally
{
    /// <summary>When the first request was counted.</summary>
    public DateTimeOffset? From { get; set; }

    /// <summary>All requests.</summary>
    public long Requests { get; set; }

    /// <summary>Those that say nothing of the version: refused by the gateway (a limit, a key), or left by the caller.</summary>
    public long Unjudged { get; set; }

    /// <summary>Those that failed.</summary>
    public long Errors { get; set; }

    /// <summary>Those of which a guard blocked the request or the answer.</summary>
    public long Blocks { get; set; }

    /// <summary>From the arrival to the end of a whole answer, in milliseconds.</summary>
    public Moments Latency { get; set; } = new();

    /// <summary>The natural logarithm of <see cref="Latency"/>: times are compared as ratios, and are less lopsided so.</summary>
    public Moments LogLatency { get; set; } = new();

    /// <summary><see cref="Latency"/> by classes.</summary>
    public LogHistogram LatencyClasses { get; set; } = new();

    /// <summary>To the first token of streams, in milliseconds.</summary>
    public Moments FirstToken { get; set; } = new();

    /// <summary><see cref="FirstToken"/> by classes.</summary>
    public LogHistogram FirstTokenClasses { get; set; } = new();

    /// <summary>Tokens of requests, where they are known.</summary>
    public Moments InputTokens { get; set; } = new();

    /// <summary>Tokens of answers, where they are known.</summary>
    public Moments OutputTokens { get; set; } = new();

    /// <summary>US dollars, where they are known: for the mean and its spread.</summary>
    public Moments Cost { get; set; } = new();

    /// <summary>US dollars together, to the last digit.</summary>
    public decimal CostSum { get; set; }

    /// <summary>Requests that went to a provider and of which nobody knows the cost.</summary>
    public long UnknownCosts { get; set; }

    /// <summary>Ratings, 1 to 5.</summary>
    public Moments Rating { get; set; } = new();

    /// <summary>Ratings of 4 and 5.</summary>
    public long Ups { get; set; }

    /// <summary>Ratings of 1 and 2.</summary>
    public long Downs { get; set; }

    /// <summary>Answers that somebody called wrong.</summary>
    public long WrongAnswers { get; set; }

    /// <summary>The requests that rates are shares of.</summary>
    public long Judged => Requests - Unjudged;

    /// <summary>Both together.</summary>
    public PromptTally Plus(PromptTally other) => With(other, 1);

    /// <summary>What has come since <paramref name="before"/>.</summary>
    public PromptTally Since(PromptTally before) => With(before, -1);

    /// <summary>The same numbers, which change no more.</summary>
    public PromptTally Copy() => With(new(), 1);

    private PromptTally With(PromptTally other, int sign) => new()
    {
        From = sign > 0 && other.From < (From ?? DateTimeOffset.MaxValue) ? other.From : From,
        Requests = Sum(Requests, other.Requests, sign),
        Unjudged = Sum(Unjudged, other.Unjudged, sign),
        Errors = Sum(Errors, other.Errors, sign),
        Blocks = Sum(Blocks, other.Blocks, sign),
        Latency = With(Latency, other.Latency, sign),
        LogLatency = With(LogLatency, other.LogLatency, sign),
        LatencyClasses = With(LatencyClasses, other.LatencyClasses, sign),
        FirstToken = With(FirstToken, other.FirstToken, sign),
        FirstTokenClasses = With(FirstTokenClasses, other.FirstTokenClasses, sign),
        InputTokens = With(InputTokens, other.InputTokens, sign),
        OutputTokens = With(OutputTokens, other.OutputTokens, sign),
        Cost = With(Cost, other.Cost, sign),
        CostSum = CostSum + sign * other.CostSum,
        UnknownCosts = Sum(UnknownCosts, other.UnknownCosts, sign),
        Rating = With(Rating, other.Rating, sign),
        Ups = Sum(Ups, other.Ups, sign),
        Downs = Sum(Downs, other.Downs, sign),
        WrongAnswers = Sum(WrongAnswers, other.WrongAnswers, sign),
    };

    // A rating that was changed, or what a crash has lost, may leave fewer than there were; a count is never below 0.
    private static long Sum(long one, long other, int sign) => Math.Max(0, one + sign * other);

    private static Moments With(Moments one, Moments other, int sign) => sign > 0 ? one.Plus(other) : one.Since(other);

    private static LogHistogram With(LogHistogram one, LogHistogram other, int sign) => sign > 0 ? one.Plus(other) : one.Since(other);
}
