using System.Collections.Frozen;

namespace LlmProxy.Core.Guardrails.Entities.Values;

/// <summary>The names that a domain may end with: those of the root zone of the DNS, and those kept for examples and for private networks.</summary>
/// <remarks>The list beside this file is the root zone's names in ASCII, as the Public Suffix List of 9 February 2023 had them.</remarks>
internal static class TopLevelDomains
{
    /// <summary>RFC 2606, RFC 6762, and what ICANN keeps for private use.</summary>
    private static readonly string[] Kept = ["example", "test", "invalid", "localhost", "local", "internal", "lan", "corp", "home", "intranet", "onion"];

    private static readonly FrozenSet<string> Names = Read();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> ByName = Names.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether there is such a name; case does not matter.</summary>
    /// <param name="name">Without the dot.</param>
    public static bool Contains(ReadOnlySpan<byte> name)
    {
        const int longest = 24;
        if (name.Length is < 2 or > longest)
            return false;
        // Names in other scripts are accepted in their ASCII form: any may be registered.
        if (name.Length > 4 && name[..4].SequenceEqual("xn--"u8))
            return true;
        Span<char> lower = stackalloc char[name.Length];
        for (var i = 0; i < name.Length; i++)
            lower[i] = char.ToLowerInvariant((char)name[i]);
        return ByName.Contains(lower);
    }

    private static FrozenSet<string> Read()
    {
        using var stream = typeof(TopLevelDomains).Assembly.GetManifestResourceStream("LlmProxy.TopLevelDomains.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Concat(Kept).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }
}
