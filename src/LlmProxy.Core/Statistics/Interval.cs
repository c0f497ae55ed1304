namespace LlmProxy.Core.Statistics;

/// <summary>An estimate, and between which values the truth is in 95 of 100 such cases.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="Low">The lower bound; <see cref="double.NaN"/>: not known.</param>
/// <param name="High">The upper bound; <see cref="double.NaN"/>: not known.</param>
public readonly record struct Interval(double Value, double Low, double High)
{
    /// <summary>The standard normal's 97.5 % quantile.</summary>
    internal const double Z = 1.959963984540054;

    /// <summary>A share of <paramref name="all"/>; <c>null</c> of nothing.</summary>
    /// <remarks>
    /// Wilson's score interval, (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n): E. B. Wilson, "Probable inference, the law of
    /// succession, and statistical inference", J. Am. Stat. Assoc. 22 (1927). Unlike the normal one it holds for few and for none.
    /// </remarks>
    public static Interval? OfShare(long some, long all)
    {
        if (all <= 0)
            return null;
        var share = (double)some / all;
        var square = Z * Z / all;
        var middle = (share + square / 2) / (1 + square);
        var reach = Z * Math.Sqrt(share * (1 - share) / all + square / (4 * all)) / (1 + square);
        return new(share, some == 0 ? 0 : Math.Max(0, middle - reach), some == all ? 1 : Math.Min(1, middle + reach));
    }

    /// <summary>A mean; of one value nothing is known but that; <c>null</c> of none.</summary>
    /// <param name="moments">The values.</param>
    /// <param name="least">What no value, and so no mean, can be less than.</param>
    /// <param name="most">What none can be more than.</param>
    /// <remarks>Student's: mean ± t(97.5 %, n − 1) · s/√n ("Student", "The probable error of a mean", Biometrika 6, 1908).</remarks>
    public static Interval? OfMean(Moments moments, double least = double.NegativeInfinity, double most = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(moments);
        if (moments.Count <= 0)
            return null;
        if (moments.Count == 1)
            return new(moments.Mean, double.NaN, double.NaN);
        var reach = StudentT.TwoSided(0.05, moments.Count - 1) * Math.Sqrt(moments.Variance / moments.Count);
        return new(moments.Mean, Math.Max(least, moments.Mean - reach), Math.Min(most, moments.Mean + reach));
    }
}
