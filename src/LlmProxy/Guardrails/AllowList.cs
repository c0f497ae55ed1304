using System.Collections.Frozen;
using System.Text;

namespace LlmProxy.Guardrails;

/// <summary>Values that are no findings.</summary>
public sealed class AllowList
{
    /// <summary>Nothing is allowed.</summary>
    public static readonly AllowList Empty = new([]);

    private readonly FrozenSet<string> _values;
    private readonly string[] _domains;

    /// <param name="entries">Values, in any case; <c>@example.com</c> allows all mail addresses there.</param>
    public AllowList(IEnumerable<string> entries)
    {
        var all = entries.ToList();
        _values = all.Where(entry => !entry.StartsWith('@')).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _domains = [.. all.Where(entry => entry.StartsWith('@'))];
    }

    /// <summary>Whether nothing is allowed.</summary>
    public bool IsEmpty => _values.Count == 0 && _domains.Length == 0;

    /// <summary>Whether <paramref name="value"/>, UTF-8, is allowed.</summary>
    public bool Allows(ReadOnlySpan<byte> value)
    {
        // Findings are rare and short, so a string is made only here.
        if (IsEmpty)
            return false;
        var text = Encoding.UTF8.GetString(value);
        return _values.Contains(text) || Array.Exists(_domains, domain => text.EndsWith(domain, StringComparison.OrdinalIgnoreCase));
    }
}
