namespace LlmProxy.Core.Guardrails.Matching.Characters;

/// <summary>Which characters are the same letter in another case.</summary>
/// <remarks>
/// By simple mapping without a culture: two characters are variants if their lower-case forms are the same. So <c>k</c>
/// has <c>K</c> and the Kelvin sign, and <c>ß</c> has no <c>ss</c>. Characters above U+FFFF keep their case.
/// </remarks>
internal static class CaseVariants
{
    private static readonly Lazy<int[][]> Groups = new(ReadGroups);

    /// <summary>The set with all variants of its characters.</summary>
    public static CharSet Close(CharSet set)
    {
        var ranges = set.Ranges().ToList();
        foreach (var group in Groups.Value)
        {
            if (Array.Exists(group, set.Contains))
                ranges.AddRange(group.Select(c => (c, c)));
        }

        return CharSet.OfRanges(ranges);
    }

    private static int[][] ReadGroups() =>
    [
        .. Enumerable.Range(0, 0x10000)
            .GroupBy(c => char.ToLowerInvariant((char)c))
            .Select(group => group.ToArray())
            .Where(group => group.Length > 1),
    ];
}
