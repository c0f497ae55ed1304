using System.Text.Json;

namespace LlmProxy.Core.Guardrails.Schemas;

/// <summary>Compares numbers of JSON: exactly where they fit in a decimal, else as doubles.</summary>
internal static class JsonNumber
{
    /// <summary>Less than 0: <paramref name="left"/> is less; 0: they are the same; else it is more.</summary>
    public static int Compare(JsonElement left, JsonElement right) =>
        left.TryGetDecimal(out var a) && right.TryGetDecimal(out var b)
            ? a.CompareTo(b)
            : left.GetDouble().CompareTo(right.GetDouble());

    /// <summary>Whether a number is whole; <c>1.0</c> is.</summary>
    public static bool IsInteger(JsonElement value) => value.TryGetDecimal(out var exact)
        ? decimal.Truncate(exact) == exact
        // What does not fit in a decimal is either huge, and then whole, or infinite.
        : double.IsInteger(value.GetDouble());

    /// <summary>Whether <paramref name="value"/> is a multiple of <paramref name="divisor"/>, which is more than 0.</summary>
    public static bool IsMultiple(JsonElement value, JsonElement divisor)
    {
        if (value.TryGetDecimal(out var exact) && divisor.TryGetDecimal(out var part) && part != 0)
            return exact % part == 0;
        var quotient = value.GetDouble() / divisor.GetDouble();
        return double.IsInteger(quotient);
    }
}
