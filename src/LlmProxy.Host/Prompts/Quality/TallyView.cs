using LlmProxy.Core.Statistics;
using LlmProxy.Prompts.Quality;

namespace LlmProxy.Host.Prompts.Quality;

/// <summary>The numbers of one version or variant. What is not known is left out, never 0.</summary>
internal sealed record TallyView
{
    public DateTimeOffset? Since { get; init; }

    public long Requests { get; init; }

    public long Judged { get; init; }

    public long Errors { get; init; }

    public IntervalView? ErrorRate { get; init; }

    public long Blocks { get; init; }

    public IntervalView? BlockRate { get; init; }

    public TimesView? LatencyMs { get; init; }

    public TimesView? TimeToFirstTokenMs { get; init; }

    public CountsView? InputTokens { get; init; }

    public CountsView? OutputTokens { get; init; }

    public CostView? CostUsd { get; init; }

    public RatingView? Rating { get; init; }

    public long WrongAnswers { get; init; }

    /// <summary>The numbers of a tally.</summary>
    public static TallyView Of(PromptTally tally) => new()
    {
        Since = tally.From,
        Requests = tally.Requests,
        Judged = tally.Judged,
        Errors = tally.Errors,
        ErrorRate = IntervalView.Of(Interval.OfShare(tally.Errors, tally.Judged)),
        Blocks = tally.Blocks,
        BlockRate = IntervalView.Of(Interval.OfShare(tally.Blocks, tally.Judged)),
        LatencyMs = TimesView.Of(tally.Latency, tally.LatencyClasses),
        TimeToFirstTokenMs = TimesView.Of(tally.FirstToken, tally.FirstTokenClasses),
        InputTokens = CountsView.Of(tally.InputTokens),
        OutputTokens = CountsView.Of(tally.OutputTokens),
        CostUsd = tally.Cost.Count + tally.UnknownCosts > 0
            ? new(tally.Cost.Count > 0 ? tally.CostSum : null, IntervalView.Of(Interval.OfMean(tally.Cost, least: 0)), tally.UnknownCosts)
            : null,
        Rating = tally.Rating.Count > 0 ? new(tally.Rating.Count, IntervalView.Of(Interval.OfMean(tally.Rating, least: 1, most: 5))!, tally.Ups, tally.Downs) : null,
        WrongAnswers = tally.WrongAnswers,
    };

    /// <summary>Times in milliseconds.</summary>
    internal sealed record TimesView(long Count, IntervalView? Mean, IntervalView? P50, IntervalView? P95)
    {
        public static TimesView? Of(Moments moments, LogHistogram classes) => moments.Count > 0
            ? new(moments.Count, IntervalView.Of(Interval.OfMean(moments, least: 0)), IntervalView.Of(classes.Percentile(0.5)), IntervalView.Of(classes.Percentile(0.95)))
            : null;
    }

    /// <summary>Tokens.</summary>
    internal sealed record CountsView(long Total, IntervalView? Mean)
    {
        public static CountsView? Of(Moments moments) =>
            moments.Count > 0 ? new((long)moments.Sum, IntervalView.Of(Interval.OfMean(moments, least: 0))) : null;
    }

    /// <summary>Money: the sum and mean of what is known, and the requests whose cost is not.</summary>
    internal sealed record CostView(decimal? Total, IntervalView? Mean, long UnknownRequests);

    /// <summary>Ratings, 1 to 5.</summary>
    internal sealed record RatingView(long Count, IntervalView Mean, long Up, long Down);
}
