using System.Buffers.Binary;
using LlmProxy.Core.Tokens.Vocabularies;

namespace LlmProxy.Core.Tokens.Merging;

/// <summary>Finds the longest token that a text begins with, by binary search among the tokens in the order of their bytes.</summary>
/// <remarks>
/// In that order all tokens which a text begins with stand at or before it, the longest of them last of all that begin as it
/// does; so it is the last token not behind the text, or one of those that this one begins with.
/// </remarks>
internal sealed class PrefixIndex
{
    private readonly Vocabulary _vocabulary;

    // Ids in the order of their tokens' bytes, and where in it the tokens begin that start with two given bytes or less.
    private readonly int[] _sorted;
    private readonly int[] _firstOf = new int[(1 << 16) + 1];
    private readonly int[] _shorter;

    /// <summary>Sorts the tokens of <paramref name="vocabulary"/>; takes some 50 ms.</summary>
    public PrefixIndex(Vocabulary vocabulary)
    {
        _vocabulary = vocabulary;
        _sorted = Sort(vocabulary);
        _shorter = FindShorter();
        var at = 0;
        for (var start = 0; start <= 1 << 16; start++)
        {
            while (at < _sorted.Length && FirstTwo(vocabulary.BytesOf(_sorted[at])) < start)
            {
                at++;
            }

            _firstOf[start] = at;
        }
    }

    /// <summary>The longest token that <paramref name="text"/>, not empty, begins with.</summary>
    public int Longest(ReadOnlySpan<byte> text)
    {
        // Tokens of one byte sort with those that have a zero behind it, so every candidate is in this range.
        var low = _firstOf[text[0] << 8];
        var high = _firstOf[FirstTwo(text) + 1];
        if (text.Length > 1)
        {
            low = Math.Max(low, _firstOf[FirstTwo(text)] - 1);
        }

        while (high - low > 1)
        {
            var middle = (low + high) >>> 1;
            if (_vocabulary.BytesOf(_sorted[middle]).SequenceCompareTo(text) <= 0)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        var id = _sorted[low];
        var common = _vocabulary.BytesOf(id).CommonPrefixLength(text);
        while (_vocabulary.LengthOf(id) > common)
        {
            id = _shorter[id];
        }

        return id;
    }

    /// <summary>The longest token that <paramref name="id"/> begins with, but for itself; -1: it has one byte.</summary>
    public int Shorter(int id) => _shorter[id];

    private static int FirstTwo(ReadOnlySpan<byte> bytes) => (bytes[0] << 8) | (bytes.Length > 1 ? bytes[1] : 0);

    private static int[] Sort(Vocabulary vocabulary)
    {
        var ids = new List<int>(vocabulary.Count);
        var keys = new List<ulong>(vocabulary.Count);
        Span<byte> key = stackalloc byte[8];
        for (var id = 0; id < vocabulary.Count; id++)
        {
            var bytes = vocabulary.BytesOf(id);
            if (!bytes.IsEmpty)
            {
                key.Clear();
                bytes[..Math.Min(8, bytes.Length)].CopyTo(key);
                keys.Add(BinaryPrimitives.ReadUInt64BigEndian(key));
                ids.Add(id);
            }
        }

        var (sortedKeys, sorted) = (keys.ToArray(), ids.ToArray());
        Array.Sort(sortedKeys, sorted);
        SortEquals(vocabulary, sortedKeys, sorted);
        return sorted;
    }

    // What has the same first eight bytes is put in order by all of them.
    private static void SortEquals(Vocabulary vocabulary, ulong[] keys, int[] sorted)
    {
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            for (end = start + 1; end < sorted.Length && keys[end] == keys[start]; end++)
            {
            }

            sorted.AsSpan(start, end - start).Sort((a, b) => vocabulary.BytesOf(a).SequenceCompareTo(vocabulary.BytesOf(b)));
        }
    }

    private int[] FindShorter()
    {
        var shorter = new int[_vocabulary.Count];
        var open = new Stack<int>();
        foreach (var id in _sorted)
        {
            while (open.Count > 0 && !_vocabulary.BytesOf(id).StartsWith(_vocabulary.BytesOf(open.Peek())))
            {
                open.Pop();
            }

            shorter[id] = open.Count > 0 ? open.Peek() : -1;
            open.Push(id);
        }

        return shorter;
    }
}
