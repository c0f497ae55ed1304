namespace LlmProxy.Core.Statistics;

/// <summary>How many values lie where, in 96 classes of which each begins 2^¼ (19 %) above the one before: enough for percentiles. Not safe for use by several threads.</summary>
/// <remarks>The first class is all below 1, the last all from about 11,900,000 on; for milliseconds that is three hours.</remarks>
public sealed class LogHistogram
{
    /// <summary>How many classes there are.</summary>
    public const int Classes = 96;

    private const int PerDoubling = 4;

    /// <summary>The counts; always <see cref="Classes"/> of them.</summary>
    public long[] Counts { get; init; } = new long[Classes];

    /// <summary>How many values there are.</summary>
    public long Count => Counts.Sum();

    /// <summary>A value more.</summary>
    /// <param name="value">From 0 on.</param>
    public void Add(double value) => Counts[value < 1 ? 0 : Math.Min(Classes - 1, 1 + (int)(PerDoubling * Math.Log2(value)))]++;

    /// <summary>These values and others.</summary>
    public LogHistogram Plus(LogHistogram other) => With(other, 1);

    /// <summary>What has come since <paramref name="before"/>.</summary>
    public LogHistogram Since(LogHistogram before) => With(before, -1);

    /// <summary>The value below which a share of all lies, with the bounds of the classes as its error; <c>null</c> of no values.</summary>
    /// <param name="share">From 0 to 1.</param>
    /// <remarks>
    /// The bounds are those of the order statistics with ranks np ± z √(np(1 − p)): the ranks are binomial, whatever the distribution
    /// (W. J. Conover, "Practical Nonparametric Statistics", 3rd ed., 3.2).
    /// </remarks>
    public Interval? Percentile(double share)
    {
        var count = Count;
        if (count <= 0)
            return null;
        var rank = count * share;
        var reach = Interval.Z * Math.Sqrt(count * share * (1 - share));
        return new(At(rank), At(Math.Max(0, rank - reach)), At(Math.Min(count, rank + reach)));
    }

    private LogHistogram With(LogHistogram other, int sign)
    {
        ArgumentNullException.ThrowIfNull(other);
        var both = new LogHistogram();
        for (var i = 0; i < Classes; i++)
            both.Counts[i] = Counts[i] + sign * other.Counts[i];
        return both;
    }

    /// <summary>The value of a rank, as if those of a class lay evenly on its logarithmic scale.</summary>
    private double At(double rank)
    {
        var below = 0L;
        var last = 0;
        for (var i = 0; i < Classes; i++)
        {
            if (Counts[i] <= 0)
                continue;
            last = i;
            if (below + Counts[i] >= rank)
                return Within(i, (rank - below) / Counts[i]);
            below += Counts[i];
        }

        return Within(last, 1);
    }

    private static double Within(int index, double part) => index == 0 ? part : Math.Pow(2, (index - 1 + part) / PerDoubling);
}
