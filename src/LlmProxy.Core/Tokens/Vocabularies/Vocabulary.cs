using System.Buffers.Binary;
using LlmProxy.Core.Tokens.Merging;

namespace LlmProxy.Core.Tokens.Vocabularies;

/// <summary>The tokens of one vocabulary, in flat arrays: from bytes to id, from id to bytes, and which two merge into which.</summary>
/// <remarks>
/// An id is also a rank: of two possible merges the one with the lower id comes first. Every token longer than a byte comes
/// about by merging two tokens with lower ids, and in one way only (<c>pack.mjs</c> proves it for each token), so a table of
/// pairs with one entry for each token knows every merge that can occur.
/// </remarks>
internal sealed class Vocabulary
{
    private const int SingleBytes = 256;
    private const int Absent = 0xFFFFFF;

    private readonly byte[] _bytes;
    private readonly int[] _starts;
    private readonly Lazy<PrefixIndex> _prefixes;

    private Vocabulary(int[] left, int[] right, byte[] bytes, int[] starts)
    {
        (Left, Right, _bytes, _starts) = (left, right, bytes, starts);
        Tokens = new TokenMap(this);
        Merges = new MergeTable(this);
        Seams = new SeamMap(this);
        _prefixes = new Lazy<PrefixIndex>(() => new PrefixIndex(this));
    }

    /// <summary>How many ids there are, those without a token included; an id is from 0 to one less.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>The left half of each token from 256 on; -1 where an id has no token.</summary>
    public int[] Left { get; }

    /// <summary>The right half of each token from 256 on; -1 where an id has no token.</summary>
    public int[] Right { get; }

    /// <summary>Finds the token that has given bytes.</summary>
    public TokenMap Tokens { get; }

    /// <summary>Finds the token that two tokens merge into.</summary>
    public MergeTable Merges { get; }

    /// <summary>Tells which characters can be taken whole.</summary>
    public SeamMap Seams { get; }

    /// <summary>Finds the longest token that a text begins with. Made when a long piece first asks.</summary>
    public PrefixIndex Prefixes => _prefixes.Value;

    /// <summary>How many bytes the tokens have together.</summary>
    public int TotalBytes => _bytes.Length;

    /// <summary>Unpacks an embedded vocabulary.</summary>
    /// <param name="file">Its name in this folder.</param>
    /// <param name="limit">How many ids to take; the rest is left out.</param>
    public static Vocabulary Load(string file, int limit = int.MaxValue)
    {
        var packed = PackedResource.Read(file);
        var all = BinaryPrimitives.ReadInt32LittleEndian(packed);
        var count = Math.Min(all, limit);
        var left = ReadColumn(packed, SingleBytes + 4, all, count);
        var right = ReadColumn(packed, SingleBytes + 4 + (3 * (all - SingleBytes)), all, count);
        var starts = MeasureTokens(left, right);
        return new Vocabulary(left, right, JoinBytes(packed.AsSpan(4, SingleBytes), left, right, starts), starts);
    }

    /// <summary>The bytes of token <paramref name="id"/>; empty where an id has no token.</summary>
    public ReadOnlySpan<byte> BytesOf(int id) => _bytes.AsSpan(_starts[id], _starts[id + 1] - _starts[id]);

    /// <summary>How many bytes token <paramref name="id"/> has.</summary>
    public int LengthOf(int id) => _starts[id + 1] - _starts[id];

    private static int[] ReadColumn(ReadOnlySpan<byte> packed, int start, int all, int count)
    {
        var plane = all - SingleBytes;
        var column = new int[count];
        for (var id = SingleBytes; id < count; id++)
        {
            var at = start + id - SingleBytes;
            var number = packed[at] | (packed[at + plane] << 8) | (packed[at + plane + plane] << 16);
            column[id] = number == Absent ? -1 : number;
        }

        return column;
    }

    private static int[] MeasureTokens(int[] left, int[] right)
    {
        var starts = new int[left.Length + 1];
        for (var id = 0; id < left.Length; id++)
        {
            var length = id < SingleBytes ? 1 : left[id] < 0 ? 0 : LengthIn(starts, left[id]) + LengthIn(starts, right[id]);
            starts[id + 1] = starts[id] + length;
        }

        return starts;

        static int LengthIn(int[] starts, int id) => starts[id + 1] - starts[id];
    }

    private static byte[] JoinBytes(ReadOnlySpan<byte> single, int[] left, int[] right, int[] starts)
    {
        var bytes = new byte[starts[^1]];
        single.CopyTo(bytes);
        for (var id = SingleBytes; id < left.Length; id++)
        {
            if (left[id] >= 0)
            {
                var first = bytes.AsSpan(starts[left[id]]..starts[left[id] + 1]);
                first.CopyTo(bytes.AsSpan(starts[id]));
                bytes.AsSpan(starts[right[id]]..starts[right[id] + 1]).CopyTo(bytes.AsSpan(starts[id] + first.Length));
            }
        }

        return bytes;
    }
}
