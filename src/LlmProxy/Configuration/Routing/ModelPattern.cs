namespace LlmProxy.Configuration.Routing;

/// <summary>A model's name, or a pattern in which <c>*</c> stands for any text, even none. Case matters.</summary>
public sealed class ModelPattern
{
    private const char Wildcard = '*';
    private readonly string _first;
    private readonly string[] _middle;
    private readonly string _last;

    /// <summary>Reads <paramref name="text"/>.</summary>
    /// <exception cref="ArgumentException"><paramref name="text"/> is empty.</exception>
    public ModelPattern(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        Text = text;
        var parts = text.Split(Wildcard);
        IsExact = parts.Length == 1;
        LiteralLength = parts.Sum(part => part.Length);
        _first = parts[0];
        _last = parts[^1];
        _middle = IsExact ? [] : [.. parts[1..^1].Where(part => part.Length > 0)];
    }

    /// <summary>Puts the more specific pattern first: an exact name before all patterns, then more literal characters before fewer.</summary>
    public static IComparer<ModelPattern> MostSpecificFirst { get; } = Comparer<ModelPattern>.Create(
        (a, b) => a.IsExact != b.IsExact ? b.IsExact.CompareTo(a.IsExact) : b.LiteralLength.CompareTo(a.LiteralLength));

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }

    /// <summary>Whether it has no <c>*</c>, and so matches one name alone.</summary>
    public bool IsExact { get; }

    /// <summary>How many characters are not <c>*</c>.</summary>
    public int LiteralLength { get; }

    /// <summary>Whether <paramref name="model"/> is meant.</summary>
    /// <remarks>
    /// Each literal part takes the first place where it fits, which needs no going back: the time grows with the name's
    /// length alone, whatever a caller puts in it.
    /// </remarks>
    public bool Matches(ReadOnlySpan<char> model)
    {
        if (IsExact)
        {
            return model.SequenceEqual(Text);
        }

        if (model.Length < LiteralLength || !model.StartsWith(_first) || !model.EndsWith(_last))
        {
            return false;
        }

        var rest = model[_first.Length..^_last.Length];
        foreach (var part in _middle)
        {
            var at = rest.IndexOf(part);
            if (at < 0)
            {
                return false;
            }

            rest = rest[(at + part.Length)..];
        }

        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
