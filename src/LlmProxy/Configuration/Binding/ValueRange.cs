using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace LlmProxy.Configuration.Binding;

/// <summary>Reads <see cref="RangeAttribute"/>s, whose own check overflows on a <see cref="long"/>.</summary>
internal static class ValueRange
{
    /// <summary>Whether <paramref name="value"/> lies within both bounds.</summary>
    public static bool Contains(RangeAttribute range, object value)
    {
        if (value is TimeSpan span)
        {
            return span >= Duration(range.Minimum) && span <= Duration(range.Maximum);
        }

        var number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        return number >= Number(range.Minimum) && number <= Number(range.Maximum);
    }

    /// <summary>The bounds in words.</summary>
    public static string Describe(RangeAttribute range) => range.OperandType == typeof(TimeSpan)
        ? $"from {Duration(range.Minimum)} to {Duration(range.Maximum)}"
        : string.Create(CultureInfo.InvariantCulture, $"from {Number(range.Minimum):#,0.###} to {Number(range.Maximum):#,0.###}");

    private static double Number(object bound) => Convert.ToDouble(bound, CultureInfo.InvariantCulture);

    private static TimeSpan Duration(object bound) =>
        bound is TimeSpan span ? span : TimeSpan.Parse((string)bound, CultureInfo.InvariantCulture);
}
