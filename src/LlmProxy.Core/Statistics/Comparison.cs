namespace LlmProxy.Core.Statistics;

/// <summary>Tests of whether two groups differ, or only chance does.</summary>
public static class Comparison
{
    private const double Negligible = 1e-17;

    /// <summary>
    /// How probable it is that at least so many of the first group's are among those that were hit, were all drawn alike. Small: the first group is hit more often.
    /// </summary>
    /// <param name="hits">Of the first group, those that were hit.</param>
    /// <param name="size">The first group's size.</param>
    /// <param name="otherHits">Of the other group, those that were hit.</param>
    /// <param name="otherSize">The other group's size.</param>
    /// <remarks>
    /// Fisher's exact test, one side: the hypergeometric tail (R. A. Fisher, "The Design of Experiments", 1935). Where both groups
    /// are alike it is at most a with a probability of at most a, for each a, each size and each true share: no approximation is in it.
    /// </remarks>
    public static double MoreOften(long hits, long size, long otherHits, long otherSize)
    {
        var all = hits + otherHits;
        var least = Math.Max(0, all - otherSize);
        var most = Math.Min(all, size);
        if (hits <= least || size + otherSize == 0)
            return 1;
        // The tail that falls from its first term on is summed, so that the sum can end where terms no longer matter.
        var mode = Math.Floor((all + 1.0) * (size + 1.0) / (size + otherSize + 2.0));
        return hits > mode
            ? Math.Min(1, Tail(hits, most, 1, all, size, otherSize))
            : Math.Max(0, 1 - Tail(hits - 1, least, -1, all, size, otherSize));
    }

    /// <summary>How probable such a difference, or a greater one, is on either side, were both groups alike: twice the smaller tail of <see cref="MoreOften"/>, at most 1.</summary>
    public static double DifferentShares(long hits, long size, long otherHits, long otherSize) =>
        Math.Min(1, 2 * Math.Min(MoreOften(hits, size, otherHits, otherSize), MoreOften(size - hits, size, otherSize - otherHits, otherSize)));

    /// <summary>How probable it is that the first mean is so much above the other, were both alike; <c>null</c> where a group has fewer than two values.</summary>
    /// <remarks>
    /// B. L. Welch's test for unequal variances ("The generalization of 'Student's' problem", Biometrika 34, 1947), with Satterthwaite's
    /// degrees of freedom. Exact for normal values, and nearly so for others from some hundred on.
    /// </remarks>
    public static double? MeanAbove(Moments first, Moments other)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(other);
        if (first.Count < 2 || other.Count < 2)
            return null;
        var (a, b) = (first.Variance / first.Count, other.Variance / other.Count);
        var difference = first.Mean - other.Mean;
        // Without any spread a difference, however small, is none of chance's.
        if (a + b <= 1e-24 * (first.Mean * first.Mean + other.Mean * other.Mean))
            return Math.Abs(difference) <= 1e-9 * Math.Abs(other.Mean) ? 0.5 : difference > 0 ? 0 : 1;
        var freedom = (a + b) * (a + b) / (a * a / (first.Count - 1) + b * b / (other.Count - 1));
        return StudentT.UpperTail(difference / Math.Sqrt(a + b), freedom);
    }

    /// <summary>How probable such a difference of means, or a greater one, is on either side, were both alike.</summary>
    public static double? DifferentMeans(Moments first, Moments other) =>
        MeanAbove(first, other) is { } above ? 2 * Math.Min(above, 1 - above) : null;

    /// <summary>How probable it is that at least so many of <paramref name="size"/> are hit where each is with probability <paramref name="share"/>.</summary>
    /// <remarks>The binomial tail as an incomplete beta function, I<sub>p</sub>(k, n − k + 1): DLMF 8.17.5.</remarks>
    public static double AtLeast(long hits, long size, double share) =>
        hits <= 0 ? 1 : SpecialFunctions.IncompleteBeta(share, hits, size - hits + 1.0);

    private static double Tail(long from, long to, int step, long all, long size, long otherSize)
    {
        var term = Math.Exp(SpecialFunctions.LogChoose(size, from) + SpecialFunctions.LogChoose(otherSize, all - from)
            - SpecialFunctions.LogChoose(size + otherSize, all));
        var sum = term;
        for (var x = from; x != to && term > Negligible * sum; x += step)
        {
            // Of two neighbours x and x + 1 the second is this many times as probable.
            var lower = step > 0 ? x : x - 1;
            var ratio = (double)(size - lower) * (all - lower) / ((lower + 1.0) * (otherSize - all + lower + 1.0));
            term *= step > 0 ? ratio : 1 / ratio;
            sum += term;
        }

        return sum;
    }
}
