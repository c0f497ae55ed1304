namespace LlmProxy.Load.Measure;

/// <summary>How far the true median may lie above the one that was seen.</summary>
internal static class MedianBound
{
    private const double Confidence = 0.95;

    /// <summary>The upper 95 % bound of the median, one-sided; NaN for fewer than five values, which allow none.</summary>
    /// <remarks>
    /// The order-statistic (binomial) bound, for which the values' distribution does not matter: each value lies below
    /// the median with a chance of ½, so the k-th smallest of n is at least the median with the chance
    /// P(Binomial(n, ½) ≤ k − 1). Taken is the least k for which that is at least 0.95: of 20 values the 15th. (David and
    /// Nagaraja, "Order Statistics", 3rd edition, section 7.1.)
    /// </remarks>
    public static double Upper(IEnumerable<double> values)
    {
        var sorted = values.Where(double.IsFinite).Order().ToArray();
        var chance = Math.Pow(0.5, sorted.Length); // Of no value below the median; then of at most one, and so on.
        var atMost = chance;
        for (var below = 0; below < sorted.Length; below++)
        {
            if (atMost >= Confidence)
                return sorted[below];
            chance *= (double)(sorted.Length - below) / (below + 1);
            atMost += chance;
        }

        return double.NaN;
    }
}
