using System.Diagnostics;
using System.Globalization;

namespace LlmProxy.Configuration.Binding;

/// <summary>Reads single values, strictly: an enum by its names alone, a duration only with colons.</summary>
internal static class ScalarParser
{
    private const NumberStyles Whole = NumberStyles.AllowLeadingSign;
    private const NumberStyles Fraction = NumberStyles.Float;

    /// <summary>Whether <paramref name="type"/> (or what it is the nullable form of) is written as one value.</summary>
    public static bool IsScalar(Type type) => Bare(type) is { } bare
        && (bare.IsEnum || bare == typeof(string) || bare == typeof(bool) || bare == typeof(int) || bare == typeof(long)
            || bare == typeof(double) || bare == typeof(decimal) || bare == typeof(TimeSpan)
            || bare == typeof(DateTimeOffset));

    /// <summary>Reads <paramref name="text"/> as <paramref name="type"/>.</summary>
    public static bool TryParse(string text, Type type, out object value)
    {
        var bare = Bare(type);
        if (bare == typeof(string))
        {
            value = text;
            return true;
        }

        var invariant = CultureInfo.InvariantCulture;
        var trimmed = text.Trim();
        object? parsed = null;
        if (bare.IsEnum)
        {
            var name = Enum.GetNames(bare).FirstOrDefault(n => n.Equals(trimmed, StringComparison.OrdinalIgnoreCase));
            parsed = name is null ? null : Enum.Parse(bare, name);
        }
        else if (bare == typeof(bool))
        {
            parsed = bool.TryParse(trimmed, out var flag) ? flag : null;
        }
        else if (bare == typeof(int))
        {
            parsed = int.TryParse(trimmed, Whole, invariant, out var number) ? number : null;
        }
        else if (bare == typeof(long))
        {
            parsed = long.TryParse(trimmed, Whole, invariant, out var number) ? number : null;
        }
        else if (bare == typeof(double))
        {
            parsed = double.TryParse(trimmed, Fraction, invariant, out var number) && double.IsFinite(number) ? number : null;
        }
        else if (bare == typeof(decimal))
        {
            parsed = decimal.TryParse(trimmed, Fraction, invariant, out var number) ? number : null;
        }
        else if (bare == typeof(TimeSpan))
        {
            parsed = trimmed.Contains(':') && TimeSpan.TryParse(trimmed, invariant, out var span) ? span : null;
        }
        else if (bare == typeof(DateTimeOffset))
        {
            // Where no zone is written, UTC: the machine's own would make one file mean two times.
            parsed = DateTimeOffset.TryParse(trimmed, invariant, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
        }

        value = parsed ?? text;
        return parsed is not null;
    }

    /// <summary>What a person should write for a <paramref name="type"/>.</summary>
    public static string Expected(Type type)
    {
        var bare = Bare(type);
        return bare switch
        {
            _ when bare.IsEnum => $"one of {string.Join(", ", Enum.GetNames(bare).Select(n => $"'{n}'"))}",
            _ when bare == typeof(string) => "a text",
            _ when bare == typeof(bool) => "true or false",
            _ when bare == typeof(int) || bare == typeof(long) => "a whole number",
            _ when bare == typeof(double) || bare == typeof(decimal) => "a number",
            _ when bare == typeof(TimeSpan) => "a duration as hh:mm:ss, like '00:00:30'",
            _ when bare == typeof(DateTimeOffset) => "a time, like '2026-12-31T00:00:00Z'",
            _ => throw new UnreachableException($"No setting has the type {bare}."),
        };
    }

    private static Type Bare(Type type) => Nullable.GetUnderlyingType(type) ?? type;
}
