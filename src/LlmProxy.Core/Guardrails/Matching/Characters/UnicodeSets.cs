using System.Globalization;

namespace LlmProxy.Core.Guardrails.Matching.Characters;

/// <summary>The sets that <c>\d \w \s \p{…}</c> stand for, from the runtime's own Unicode data.</summary>
internal static class UnicodeSets
{
    private const int Categories = 30;

    // The order of System.Globalization.UnicodeCategory.
    private static readonly string[] Names =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co",
        "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn",
    ];

    private static readonly Lazy<CharSet[]> ByCategory = new(ReadCategories);
    private static readonly Lazy<CharSet> LazyWord = new(
        () => Named("L")!.Union(Named("Mn")!).Union(Named("Nd")!).Union(Named("Pc")!));

    /// <summary><c>\d</c>: decimal digits of every script.</summary>
    public static CharSet Digit => Named("Nd")!;

    /// <summary>Letters that have a case.</summary>
    public static CharSet Cased => Named("Lu")!.Union(Named("Ll")!).Union(Named("Lt")!);

    /// <summary><c>\w</c>: letters, non-spacing marks, decimal digits and connectors, as in .NET.</summary>
    public static CharSet Word => LazyWord.Value;

    /// <summary><c>\s</c>: separators and the control characters that are white space, as in .NET.</summary>
    public static CharSet Space { get; } = CharSet.OfRanges(
        Enumerable.Range(0, 0x10000).Where(c => char.IsWhiteSpace((char)c)).Select(c => (c, c)));

    /// <summary>The set of a general category, <c>L</c> or <c>Lu</c>; <c>null</c> if there is none of this name.</summary>
    public static CharSet? Named(string category)
    {
        CharSet? found = null;
        for (var i = 0; i < Names.Length; i++)
        {
            if (Names[i] == category || (category.Length == 1 && Names[i][0] == category[0]))
                found = found is null ? ByCategory.Value[i] : found.Union(ByCategory.Value[i]);
        }

        return found;
    }

    private static CharSet[] ReadCategories()
    {
        var ranges = new List<(int, int)>[Categories];
        for (var i = 0; i < Categories; i++)
            ranges[i] = [];
        var first = 0;
        for (var c = 1; c <= CharSet.Largest + 1; c++)
        {
            var category = CharUnicodeInfo.GetUnicodeCategory(first);
            if (c <= CharSet.Largest && CharUnicodeInfo.GetUnicodeCategory(c) == category)
                continue;
            ranges[(int)category].Add((first, c - 1));
            first = c;
        }

        return [.. ranges.Select(CharSet.OfRanges)];
    }
}
