using LlmProxy.Core.Statistics;
using LlmProxy.Prompts.Quality;

namespace LlmProxy.Host.Prompts.Quality;

/// <summary>How far a version or variant is from another, and how probable such a difference is where there is none.</summary>
/// <param name="With">The other one.</param>
/// <param name="ErrorRate">Of the shares of failed requests.</param>
/// <param name="BlockRate">Of the shares of blocked requests.</param>
/// <param name="LatencyMs">Of the mean latencies.</param>
/// <param name="TimeToFirstTokenMs">Of the mean times to the first token.</param>
/// <param name="OutputTokens">Of the mean lengths of answers.</param>
/// <param name="CostUsd">Of the mean costs.</param>
/// <param name="Rating">Of the mean ratings.</param>
internal sealed record ComparisonView(
    string With, ComparisonView.DifferenceView? ErrorRate, ComparisonView.DifferenceView? BlockRate, ComparisonView.DifferenceView? LatencyMs,
    ComparisonView.DifferenceView? TimeToFirstTokenMs, ComparisonView.DifferenceView? OutputTokens, ComparisonView.DifferenceView? CostUsd,
    ComparisonView.DifferenceView? Rating)
{
    /// <summary>Compares; <c>null</c> where one of both has answered nothing.</summary>
    public static ComparisonView? Of(PromptTally tally, string with, PromptTally other) => tally.Judged == 0 || other.Judged == 0 ? null : new(
        with,
        Shares(tally.Errors, tally.Judged, other.Errors, other.Judged),
        Shares(tally.Blocks, tally.Judged, other.Blocks, other.Judged),
        Means(tally.Latency, other.Latency),
        Means(tally.FirstToken, other.FirstToken),
        Means(tally.OutputTokens, other.OutputTokens),
        Means(tally.Cost, other.Cost),
        Means(tally.Rating, other.Rating));

    private static DifferenceView Shares(long hits, long all, long otherHits, long otherAll) => new(
        IntervalView.Rounded((double)hits / all - (double)otherHits / otherAll)!.Value,
        IntervalView.Rounded(Comparison.DifferentShares(hits, all, otherHits, otherAll))!.Value);

    private static DifferenceView? Means(Moments moments, Moments other) => Comparison.DifferentMeans(moments, other) is { } chance
        ? new(IntervalView.Rounded(moments.Mean - other.Mean)!.Value, IntervalView.Rounded(chance)!.Value)
        : null;

    /// <summary>A difference.</summary>
    /// <param name="Difference">This one's value less the other's.</param>
    /// <param name="PValue">How probable such a difference or a greater one is, on either side, were both alike.</param>
    internal sealed record DifferenceView(double Difference, double PValue);
}
