using System.Text;
using LlmProxy.Core.Guardrails.Matching.Characters;

namespace LlmProxy.Core.Guardrails.Matching.Scanning;

/// <summary>The part of a text that a scanner still looks at, by positions in the whole text.</summary>
/// <remarks>The array has one size from the beginning: what is held is bounded by the patterns' lengths.</remarks>
internal sealed class ScanText(Alphabet alphabet, int capacity)
{
    private readonly byte[] _bytes = new byte[capacity];
    private int _count;

    /// <summary>The position of the first byte held.</summary>
    public long Origin { get; private set; }

    /// <summary>The position behind the last byte.</summary>
    public long End => Origin + _count;

    /// <summary>Whether no byte follows.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The bytes held.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _count);

    /// <summary>Forgets what stands before <paramref name="keepFrom"/>, where room is scarce.</summary>
    /// <returns>How many bytes can be appended.</returns>
    public int MakeRoom(long keepFrom)
    {
        if (_count > _bytes.Length / 2 && keepFrom > Origin)
        {
            var drop = (int)Math.Min(keepFrom - Origin, _count);
            _bytes.AsSpan(drop, _count - drop).CopyTo(_bytes);
            _count -= drop;
            Origin += drop;
        }

        return _bytes.Length - _count;
    }

    /// <summary>Adds bytes, for which there must be room.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_bytes.AsSpan(_count));
        _count += bytes.Length;
    }

    /// <summary>Tells that no byte follows.</summary>
    public void Complete() => IsComplete = true;

    /// <summary>Begins another text.</summary>
    public void Clear()
    {
        Origin = 0;
        _count = 0;
        IsComplete = false;
    }

    /// <summary>The bytes between two positions, as far as they are held.</summary>
    public ReadOnlySpan<byte> Slice(long from, long to)
    {
        var start = (int)(Math.Max(from, Origin) - Origin);
        return _bytes.AsSpan(start, (int)(Math.Min(to, End) - Origin) - start);
    }

    /// <summary>Reads the character at a position.</summary>
    /// <param name="position">Where, at most <see cref="End"/>.</param>
    /// <param name="characterClass">Its class; -1 at the end of the text.</param>
    /// <param name="width">Its bytes; 0 at the end of the text.</param>
    /// <returns>False: it has not come yet.</returns>
    public bool TryRead(long position, out int characterClass, out int width)
    {
        if (position < End)
            return alphabet.TryRead(_bytes.AsSpan((int)(position - Origin), (int)(End - position)), IsComplete, out characterClass, out width);
        characterClass = -1;
        width = 0;
        return IsComplete;
    }

    /// <summary>The class of the character before a position; -1 at the beginning of the text.</summary>
    public int ClassBefore(long position)
    {
        if (position == 0)
            return -1;
        // Whether forwards or backwards, what is no UTF-8 reads as U+FFFD.
        Rune.DecodeLastFromUtf8(Slice(position - 4, position), out var rune, out _);
        return alphabet.ClassOf(rune.Value);
    }

    /// <summary>The beginning of the character that has the byte at a position.</summary>
    public long CharacterAt(long position)
    {
        // Only a byte that continues a sequence can lie inside a character, and a sequence has four bytes at most.
        for (var start = position; start >= Math.Max(position - 3, Origin) && start < End; start--)
        {
            if ((_bytes[(int)(start - Origin)] & 0xC0) == 0x80)
                continue;
            Rune.DecodeFromUtf8(Slice(start, End), out _, out var width);
            return start + width > position ? start : position;
        }

        return position;
    }
}
