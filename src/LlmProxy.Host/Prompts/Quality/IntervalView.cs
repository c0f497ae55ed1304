using LlmProxy.Core.Statistics;

namespace LlmProxy.Host.Prompts.Quality;

/// <summary>An estimate with its 95 % interval; bounds that are not known are <c>null</c>.</summary>
internal sealed record IntervalView(double Value, double? Low, double? High)
{
    private const int Digits = 6;

    /// <summary>To six significant digits; <c>null</c> of nothing.</summary>
    public static IntervalView? Of(Interval? interval) =>
        interval is { } known ? new(Rounded(known.Value)!.Value, Bound(known.Low), Bound(known.High)) : null;

    private static double? Bound(double bound) => double.IsNaN(bound) ? null : Rounded(bound);

    /// <summary>A number to six significant digits.</summary>
    public static double? Rounded(double? value)
    {
        if (value is not { } known || known == 0 || !double.IsFinite(known))
            return value;
        var scale = Math.Pow(10, Digits - 1 - Math.Floor(Math.Log10(Math.Abs(known))));
        return double.IsFinite(scale) ? Math.Round(known * scale) / scale : 0;
    }
}
