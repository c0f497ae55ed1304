namespace LlmProxy.Load.Measure;

/// <summary>How values lie: the median and what is around it.</summary>
/// <param name="Count">How many values there are; with none, all else is NaN.</param>
/// <param name="Min">The least.</param>
/// <param name="LowerQuartile">A quarter is below it.</param>
/// <param name="Median">Half is below it.</param>
/// <param name="UpperQuartile">Three quarters are below it.</param>
/// <param name="Max">The greatest.</param>
internal readonly record struct Spread(
    int Count, double Min, double LowerQuartile, double Median, double UpperQuartile, double Max)
{
    /// <summary>The spread of all values that are finite numbers.</summary>
    /// <remarks>
    /// A quantile between two values is interpolated linearly: position <c>(n - 1) * share</c> in the sorted values
    /// (Hyndman and Fan's type 7).
    /// </remarks>
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Where(double.IsFinite).Order().ToArray();
        return sorted.Length == 0
            ? new Spread(0, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN)
            : new Spread(sorted.Length, sorted[0], At(sorted, 0.25), At(sorted, 0.5), At(sorted, 0.75), sorted[^1]);
    }

    private static double At(double[] sorted, double share)
    {
        var position = (sorted.Length - 1) * share;
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
