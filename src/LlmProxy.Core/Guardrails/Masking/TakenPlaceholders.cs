using System.Globalization;
using System.Text;

namespace LlmProxy.Core.Guardrails.Masking;

/// <summary>The placeholders that stand in a caller's own words: <c>&lt;EMAIL_1&gt;</c>, with its brackets or without, in any case, escaped or not.</summary>
/// <remarks>They are collected in one pass. Holds at most <see cref="MaxHeld"/>; from there on <see cref="IsFull"/> says that any may stand there.</remarks>
public sealed class TakenPlaceholders
{
    /// <summary>The most that are held: 10,000.</summary>
    public const int MaxHeld = 10_000;

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly byte[] _name = new byte[MaskForm.MaxLength];
    private int _length;

    /// <param name="json">A request's body.</param>
    public TakenPlaceholders(ReadOnlySpan<byte> json)
    {
        while (!json.IsEmpty && !IsFull)
        {
            var (next, length) = json[0] == '\\' ? Escaped(json) : ((char)json[0], 1);
            json = json[length..];
            if (next == '\\')
                continue;
            if (next > 127 || !MaskForm.IsPart((byte)next))
                End();
            else if (_length++ < _name.Length)
                _name[_length - 1] = (byte)char.ToUpperInvariant(next);
        }

        End();
    }

    /// <summary>Whether there are more than can be held, so that none is known to be free.</summary>
    public bool IsFull => _names.Count >= MaxHeld;

    /// <summary>Whether this placeholder, its brackets included, stands there.</summary>
    public bool Contains(string placeholder) => _names.Contains(placeholder[1..^1]);

    /// <summary>What an escape means, however often it is escaped itself; a backslash alone means nothing, as before Markdown's underscore.</summary>
    private static (char Character, int Length) Escaped(ReadOnlySpan<byte> text)
    {
        if (text.Length >= 6 && text[1] == 'u' && ushort.TryParse(text[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
            return ((char)unit, 6);
        return text.Length >= 2 && text[1] is (byte)'n' or (byte)'t' or (byte)'r' or (byte)'b' or (byte)'f' ? (' ', 2) : ('\\', 1);
    }

    /// <summary>A word is over: it is a name if it ends with an underscore and digits.</summary>
    private void End()
    {
        var name = _name.AsSpan(0, _length <= _name.Length ? _length : 0);
        _length = 0;
        var digits = name.LastIndexOf((byte)'_') + 1;
        if (digits > 1 && digits < name.Length && !name[digits..].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            _names.Add(Encoding.ASCII.GetString(name));
    }
}
