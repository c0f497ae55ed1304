using System.Globalization;

namespace LlmProxy.Prompts.Catalogue;

/// <summary>The order of versions: by number where the texts end in numbers and are else the same (<c>v2</c> before <c>v10</c>), else by name.</summary>
internal sealed class VersionOrder : IComparer<string>
{
    /// <summary>The order.</summary>
    public static VersionOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        var a = x.AsSpan();
        var b = y.AsSpan();
        var (first, second) = (NumberAt(a), NumberAt(b));
        var byName = a[..first].CompareTo(b[..second], StringComparison.Ordinal);
        if (byName != 0)
            return byName;
        // 32 digits at most, more than a number of 64 bits holds.
        var byNumber = Number(a[first..]).CompareTo(Number(b[second..]));
        return byNumber != 0 ? byNumber : a.CompareTo(b, StringComparison.Ordinal);
    }

    private static int NumberAt(ReadOnlySpan<char> version)
    {
        var start = version.Length;
        while (start > 0 && char.IsAsciiDigit(version[start - 1]))
            start--;
        return start;
    }

    private static Int128 Number(ReadOnlySpan<char> digits) =>
        digits.IsEmpty ? -1 : Int128.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
