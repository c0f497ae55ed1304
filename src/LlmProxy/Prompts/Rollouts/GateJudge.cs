using System.Globalization;
using LlmProxy.Core.Statistics;
using LlmProxy.Prompts.Settings;

namespace LlmProxy.Prompts.Rollouts;

/// <summary>Judges a new version by the one before it.</summary>
/// <remarks>A gate fails where the new version is worse by its factor, and chance makes such a difference more rarely than the look's part of the significance.</remarks>
internal static class GateJudge
{
    /// <summary>Ratings that each of both must have.</summary>
    public const int MinRatings = 20;

    /// <summary>Why the version must go back, in words that anyone can read; <c>null</c>: it need not.</summary>
    /// <param name="gates">The gates.</param>
    /// <param name="look">Which look this is, from 0.</param>
    /// <param name="candidate">The new version.</param>
    /// <param name="baseline">The one before it; <c>null</c>: too little is known of it.</param>
    public static string? Judge(GateModel gates, int look, in VersionTally candidate, in VersionTally? baseline)
    {
        if (!gates.Enabled || gates.Count == 0)
            return null;
        var allowed = gates.Significance * LookSchedule.Part(look) / gates.Count;
        if (baseline is not { } before)
            return gates.ErrorFactor > 0 ? Alone(gates.MaxErrorRate, candidate, allowed) : null;
        return Rate("failed", gates.ErrorFactor, candidate, candidate.Tally.Errors, before, before.Tally.Errors, allowed)
            ?? Rate("had blocked", gates.BlockFactor, candidate, candidate.Tally.Blocks, before, before.Tally.Blocks, allowed)
            ?? Cost(gates.CostFactor, candidate, before, allowed)
            ?? Latency(gates.LatencyFactor, candidate, before, allowed)
            ?? Rating(gates.RatingDrop, candidate, before, allowed);
    }

    private static string? Alone(double most, in VersionTally candidate, double allowed)
    {
        var (errors, requests) = (candidate.Tally.Errors, candidate.Tally.Judged);
        var chance = Comparison.AtLeast(errors, requests, most);
        return errors > most * requests && chance <= allowed
            ? Text($"{candidate.Version} failed {errors:N0} of {requests:N0} requests ({Percent(errors, requests)}), more than the {most * 100:0.#} % that are allowed where nothing is known of the version before it; {Chance(chance)}")
            : null;
    }

    private static string? Rate(
        string what, double factor, in VersionTally candidate, long hits, in VersionTally before, long hitsBefore, double allowed)
    {
        var (requests, requestsBefore) = (candidate.Tally.Judged, before.Tally.Judged);
        // In whole numbers as far as they go: 10 of 100 is twice 5 of 100.
        if (factor <= 0 || hits == 0 || (double)hits * requestsBefore < factor * hitsBefore * requests)
            return null;
        var chance = Comparison.MoreOften(hits, requests, hitsBefore, requestsBefore);
        return chance <= allowed
            ? Text($"{candidate.Version} {what} {hits:N0} of {requests:N0} requests ({Percent(hits, requests)}), {before.Version} {hitsBefore:N0} of {requestsBefore:N0} ({Percent(hitsBefore, requestsBefore)}): at least {factor:0.##} times as often; {Chance(chance)}")
            : null;
    }

    private static string? Cost(double factor, in VersionTally candidate, in VersionTally before, double allowed)
    {
        var (cost, costBefore) = (candidate.Tally.Cost, before.Tally.Cost);
        return factor > 0 && cost.Mean > 0 && cost.Mean >= factor * costBefore.Mean && Comparison.MeanAbove(cost, costBefore) is { } chance && chance <= allowed
            ? Text($"a request under {candidate.Version} costs ${cost.Mean:0.######} in the mean of {cost.Count:N0}, under {before.Version} ${costBefore.Mean:0.######} of {costBefore.Count:N0}: at least {factor:0.##} times as much; {Chance(chance)}")
            : null;
    }

    private static string? Latency(double factor, in VersionTally candidate, in VersionTally before, double allowed)
    {
        var (time, timeBefore) = (candidate.Tally.LogLatency, before.Tally.LogLatency);
        return factor > 0 && time.Mean - timeBefore.Mean >= Math.Log(factor) && Comparison.MeanAbove(time, timeBefore) is { } chance && chance <= allowed
            ? Text($"an answer under {candidate.Version} takes {Math.Exp(time.Mean):N0} ms in the geometric mean of {time.Count:N0}, under {before.Version} {Math.Exp(timeBefore.Mean):N0} ms of {timeBefore.Count:N0}: at least {factor:0.##} times as long; {Chance(chance)}")
            : null;
    }

    private static string? Rating(double drop, in VersionTally candidate, in VersionTally before, double allowed)
    {
        var (rating, ratingBefore) = (candidate.Tally.Rating, before.Tally.Rating);
        return drop > 0 && rating.Count >= MinRatings && ratingBefore.Count >= MinRatings && rating.Mean <= ratingBefore.Mean - drop
            && Comparison.MeanAbove(ratingBefore, rating) is { } chance && chance <= allowed
            ? Text($"{candidate.Version} is rated {rating.Mean:0.00} in the mean of {rating.Count:N0} ratings, {before.Version} {ratingBefore.Mean:0.00} of {ratingBefore.Count:N0}: at least {drop:0.##} less; {Chance(chance)}")
            : null;
    }

    private static string Percent(long some, long all) => Text($"{(all > 0 ? 100.0 * some / all : 0):0.#} %");

    private static string Chance(double chance) => chance < 1e-6
        ? "chance does so less than once in a million times"
        : Text($"chance does so once in {1 / chance:N0} times");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
