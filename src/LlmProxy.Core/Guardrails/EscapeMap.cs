namespace LlmProxy.Core.Guardrails;

/// <summary>Turns offsets in a text whose escapes are resolved into those of the text as it came, for the part that may still be asked about.</summary>
internal sealed class EscapeMap
{
    private readonly List<Escape> _escapes = [];
    private long _plain;
    private long _raw;

    // How much longer the raw text is before the first escape that is kept.
    private long _shift;

    /// <summary>How long the text is with its escapes resolved.</summary>
    public long PlainLength => _plain;

    /// <summary>How many escapes are kept.</summary>
    public int Kept => _escapes.Count;

    /// <summary>Notes bytes that mean themselves.</summary>
    public void Skip(int count)
    {
        _plain += count;
        _raw += count;
    }

    /// <summary>Notes an escape.</summary>
    public void Add(int plainLength, int rawLength)
    {
        _escapes.Add(new Escape(_plain, plainLength, _raw, rawLength));
        _plain += plainLength;
        _raw += rawLength;
    }

    /// <summary>The raw offset of what begins at <paramref name="plain"/>.</summary>
    public long StartToRaw(long plain)
    {
        var before = CountBefore(plain);
        if (before == 0)
            return plain + _shift;
        var escape = _escapes[before - 1];
        return plain < escape.PlainEnd ? escape.Raw : plain - escape.PlainEnd + escape.RawEnd;
    }

    /// <summary>The raw offset behind what ends at <paramref name="plain"/>.</summary>
    public long EndToRaw(long plain)
    {
        var before = CountBefore(plain);
        if (before == 0)
            return plain + _shift;
        var escape = _escapes[before - 1];
        return plain < escape.PlainEnd ? escape.RawEnd : plain - escape.PlainEnd + escape.RawEnd;
    }

    /// <summary>Nothing before the plain offset <paramref name="safe"/> will be asked about.</summary>
    public void Forget(long safe)
    {
        var gone = 0;
        while (gone < _escapes.Count && _escapes[gone].PlainEnd <= safe)
            gone++;
        if (gone == 0)
            return;
        var last = _escapes[gone - 1];
        _shift = last.RawEnd - last.PlainEnd;
        _escapes.RemoveRange(0, gone);
    }

    /// <summary>Begins a new text.</summary>
    public void Clear()
    {
        _escapes.Clear();
        _plain = _raw = _shift = 0;
    }

    /// <summary>How many of the escapes begin before the plain offset. They are in their order, so that halving finds it.</summary>
    private int CountBefore(long plain)
    {
        int from = 0, to = _escapes.Count;
        while (from < to)
        {
            var middle = (from + to) / 2;
            if (_escapes[middle].Plain < plain)
                from = middle + 1;
            else
                to = middle;
        }

        return from;
    }

    private readonly record struct Escape(long Plain, int PlainLength, long Raw, int RawLength)
    {
        public long PlainEnd => Plain + PlainLength;

        public long RawEnd => Raw + RawLength;
    }
}
