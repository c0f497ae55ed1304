namespace LlmProxy.Metering.Prices.Catalogue;

/// <summary>Takes the date off a snapshot's name.</summary>
internal static class ModelDate
{
    /// <summary>The name without <c>-2026-04-23</c>, <c>-20260423</c> or <c>@20260423</c> at its end; <c>null</c> where there is no date.</summary>
    /// <remarks>
    /// OpenAI and Anthropic sell an alias at the price of the snapshot that it stands for. A snapshot that is not in the catalogue is
    /// taken to be the alias's own; those that were not (<c>gpt-4o-2024-05-13</c>) have entries of their own.
    /// </remarks>
    public static string? Strip(string model)
    {
        ReadOnlySpan<char> name = model;
        if (name.Length > 11 && name[^11] == '-' && name[^6] == '-' && name[^3] == '-' && IsDate(name[^10..^6], name[^5..^3], name[^2..]))
            return model[..^11];
        return name.Length > 9 && name[^9] is '-' or '@' && IsDate(name[^8..^4], name[^4..^2], name[^2..]) ? model[..^9] : null;
    }

    private static bool IsDate(ReadOnlySpan<char> year, ReadOnlySpan<char> month, ReadOnlySpan<char> day) =>
        IsBetween(year, 2020, 2099) && IsBetween(month, 1, 12) && IsBetween(day, 1, 31);

    private static bool IsBetween(ReadOnlySpan<char> digits, int low, int high)
    {
        var number = 0;
        foreach (var c in digits)
        {
            if (!char.IsAsciiDigit(c))
                return false;
            number = (number * 10) + (c - '0');
        }

        return number >= low && number <= high;
    }
}
