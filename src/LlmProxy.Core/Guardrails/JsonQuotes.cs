namespace LlmProxy.Core.Guardrails;

/// <summary>Knows which parts of JSON text are strings, for the part that may still be asked about.</summary>
internal sealed class JsonQuotes
{
    private readonly List<long> _quotes = [];

    // Whether a string is open before the first quote that is kept.
    private bool _isInside;

    /// <summary>How many quotes are kept.</summary>
    public int Kept => _quotes.Count;

    /// <summary>Notes the quotes of a piece of text without escapes.</summary>
    /// <param name="text">The piece.</param>
    /// <param name="offset">Where it begins, its escapes resolved.</param>
    public void Note(ReadOnlySpan<byte> text, long offset)
    {
        var from = 0;
        while (text[from..].IndexOf((byte)'"') is var quote and >= 0)
        {
            from += quote + 1;
            _quotes.Add(offset + from - 1);
        }
    }

    /// <summary>Whether what stands at <paramref name="offset"/> is part of a string.</summary>
    public bool IsInside(long offset) => _isInside ^ (CountBefore(offset) % 2 == 1);

    /// <summary>Nothing before <paramref name="safe"/> will be asked about.</summary>
    public void Forget(long safe)
    {
        var gone = CountBefore(safe);
        _isInside ^= gone % 2 == 1;
        _quotes.RemoveRange(0, gone);
    }

    /// <summary>Begins a new text.</summary>
    public void Clear()
    {
        _quotes.Clear();
        _isInside = false;
    }

    /// <summary>How many of the quotes stand before the offset. They are in their order, so that halving finds it.</summary>
    private int CountBefore(long offset)
    {
        var at = _quotes.BinarySearch(offset);
        return at < 0 ? ~at : at;
    }
}
