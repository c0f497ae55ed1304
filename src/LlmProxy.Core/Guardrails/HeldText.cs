using System.Buffers;

namespace LlmProxy.Core.Guardrails;

/// <summary>The part of a text that is held back, at its offsets in the whole. Holds no memory while nothing is held.</summary>
internal sealed class HeldText
{
    private byte[] _bytes = [];
    private int _from;

    /// <summary>The offset of the first byte that is held.</summary>
    public long Start { get; private set; }

    /// <summary>How many bytes are held.</summary>
    public int Length { get; private set; }

    /// <summary>The offset behind the last byte that has come.</summary>
    public long End => Start + Length;

    /// <summary>Adds <paramref name="text"/> at the end.</summary>
    public void Append(ReadOnlySpan<byte> text)
    {
        if (_from + Length + text.Length > _bytes.Length)
            Grow(Length + text.Length);
        text.CopyTo(_bytes.AsSpan(_from + Length));
        Length += text.Length;
    }

    /// <summary>Notes that <paramref name="count"/> bytes went by that were never held.</summary>
    public void Skip(int count) => Start += count;

    /// <summary>Takes what stands before the offset <paramref name="end"/> out; nothing where that is gone already. Valid until the next change.</summary>
    public ReadOnlySpan<byte> Take(long end)
    {
        var count = (int)Math.Clamp(end - Start, 0, Length);
        var taken = _bytes.AsSpan(_from, count);
        _from += count;
        Start += count;
        Length -= count;
        return taken;
    }

    /// <summary>Bytes that are held, which stay held.</summary>
    public ReadOnlySpan<byte> Peek(long start, int length) => _bytes.AsSpan(_from + (int)(start - Start), length);

    /// <summary>Lets go of the memory, if nothing is held.</summary>
    public void Trim()
    {
        if (Length == 0)
            Return();
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Start = 0;
        Length = 0;
        Return();
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, 256));
        _bytes.AsSpan(_from, Length).CopyTo(larger);
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
        _from = 0;
    }

    private void Return()
    {
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _from = 0;
    }
}
