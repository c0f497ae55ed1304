using LlmProxy.Core.Statistics;

namespace LlmProxy.Host.Prompts.Quality;

/// <summary>An estimate with its 95 % interval.</summary>
internal sealed record IntervalView(double Value, double Low, double High)
{
    private const int Digits = 6;

    /// <summary>To six significant digits; <c>null</c> of nothing.</summary>
    public static IntervalView? Of(Interval? interval) =>
        interval is { } known ? new(Rounded(known.Value)!.Value, Rounded(known.Low)!.Value, Rounded(known.High)!.Value) : null;

    /// <summary>A number to six significant digits.</summary>
    public static double? Rounded(double? value)
    {
        if (value is not { } known || known == 0 || !double.IsFinite(known))
            return value;
        var scale = Math.Pow(10, Digits - 1 - Math.Floor(Math.Log10(Math.Abs(known))));
        return double.IsFinite(scale) ? Math.Round(known * scale) / scale : 0;
    }
}
