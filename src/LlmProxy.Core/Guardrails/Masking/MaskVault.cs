using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace LlmProxy.Core.Guardrails.Masking;

/// <summary>What was masked in one request: which placeholder stands for which value.</summary>
/// <remarks>
/// The same value of the same type gets the same placeholder, whatever its case, so that a model can tell that two places mean the same;
/// what is put back is the value as it stood first. Numbers whose placeholder stands in the caller's own texts are left out, or the
/// caller's words would come back as somebody's data. Holds at most <see cref="MaxValues"/> values; further ones are redacted instead.
/// Writing is for one thread; when the request has been sent, it is only read, by as many as like.
/// </remarks>
public sealed class MaskVault : IMaskLookup
{
    /// <summary>The most values of one request: 10,000.</summary>
    public const int MaxValues = 10_000;

    private readonly Dictionary<(string Type, string Value), string> _placeholders = new(ValueComparer.Instance);
    private readonly Dictionary<string, byte[]> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Func<string, bool> _isTaken;
    private readonly string _end;

    /// <param name="isTaken">Whether a placeholder stands in the caller's own texts.</param>
    /// <param name="mark">
    /// Follows each number, so that a provider which keeps the conversation never takes it for another request's: <c>&lt;EMAIL_1_K7F2QX&gt;</c>.
    /// Capitals and digits; <c>null</c>: numbers alone.
    /// </param>
    public MaskVault(Func<string, bool> isTaken, string? mark = null)
    {
        _isTaken = isTaken;
        _end = mark is null ? ">" : $"_{mark}>";
    }

    /// <summary>How many values are held.</summary>
    public int Count => _values.Count;

    /// <summary>The values, by placeholder.</summary>
    public IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> Values => _values.Select(static pair => KeyValuePair.Create(pair.Key, (ReadOnlyMemory<byte>)pair.Value));

    /// <summary>The placeholder for a value.</summary>
    /// <param name="type">The finding's type, capitals, digits and underscores.</param>
    /// <param name="value">UTF-8.</param>
    /// <param name="placeholder"><c>&lt;EMAIL_1&gt;</c>.</param>
    /// <returns>False: there is no room for another value.</returns>
    public bool TryMask(string type, ReadOnlySpan<byte> value, [NotNullWhen(true)] out string? placeholder)
    {
        var text = Encoding.UTF8.GetString(value);
        if (_placeholders.TryGetValue((type, text), out placeholder))
            return true;
        if (_values.Count >= MaxValues)
            return false;
        placeholder = Next(type);
        _placeholders.Add((type, text), placeholder);
        _values.Add(placeholder, value.ToArray());
        return true;
    }

    /// <inheritdoc/>
    public bool TryGetValue(ReadOnlySpan<byte> placeholder, out ReadOnlyMemory<byte> value)
    {
        // Longer than any type with any number: no placeholder of ours.
        Span<char> text = stackalloc char[128];
        if (placeholder.Length <= text.Length && Encoding.UTF8.TryGetChars(placeholder, text, out var length)
            && _values.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..length], out var found))
        {
            value = found;
            return true;
        }

        value = default;
        return false;
    }

    private string Next(string type)
    {
        var number = _numbers.GetValueOrDefault(type);
        string placeholder;
        do
            placeholder = $"<{type}_{++number}{_end}";
        while (_isTaken(placeholder));
        _numbers[type] = number;
        return placeholder;
    }

    private sealed class ValueComparer : IEqualityComparer<(string Type, string Value)>
    {
        public static readonly ValueComparer Instance = new();

        public bool Equals((string Type, string Value) x, (string Type, string Value) y) =>
            x.Type == y.Type && x.Value.Equals(y.Value, StringComparison.OrdinalIgnoreCase);

        public int GetHashCode((string Type, string Value) obj) =>
            HashCode.Combine(obj.Type, obj.Value.GetHashCode(StringComparison.OrdinalIgnoreCase));
    }
}
