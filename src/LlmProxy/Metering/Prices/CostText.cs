using System.Globalization;
using LlmProxy.Core.Buffers;

namespace LlmProxy.Metering.Prices;

/// <summary>Writes US dollars: all digits, none of them idle, no exponent.</summary>
internal static class CostText
{
    /// <summary>As many places as a decimal can have.</summary>
    private const string Format = "0.############################";

    private const int MaxLength = 64;

    /// <summary>The amount as text.</summary>
    public static string Of(decimal dollars) => dollars.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Writes the amount as a JSON number.</summary>
    public static void Write(decimal dollars, PooledBuffer output)
    {
        dollars.TryFormat(output.GetSpan(MaxLength), out var written, Format, CultureInfo.InvariantCulture);
        output.Advance(written);
    }
}
