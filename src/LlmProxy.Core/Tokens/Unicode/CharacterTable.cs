using LlmProxy.Core.Tokens.Vocabularies;

namespace LlmProxy.Core.Tokens.Unicode;

/// <summary>The kind of every code point, in the version of Unicode that the reference encoder was built with.</summary>
/// <remarks>
/// .NET's own tables move on with the runtime, and with them the ids of text in scripts that are new; so the table is packed
/// beside the vocabularies. Two stages: 4,352 blocks of 256 code points, of which some 170 differ.
/// </remarks>
internal static class CharacterTable
{
    private const int CodePoints = 0x110000;
    private const int BlockSize = 256;

    private static readonly byte[] Kinds;
    private static readonly byte[] Blocks;

    static CharacterTable()
    {
        (Kinds, Blocks) = Fold(Expand(PackedResource.Read("character-classes.bin")));
        Kinds.AsSpan(0, 128).CopyTo(Ascii);
    }

    /// <summary>The kind of each ASCII character by its byte; <see cref="CharacterKinds.None"/> from 128 on.</summary>
    public static byte[] Ascii { get; } = new byte[256];

    /// <summary>The kind of <paramref name="codePoint"/>, 0 to 0x10FFFF.</summary>
    public static CharacterKinds KindOf(int codePoint) =>
        (CharacterKinds)Kinds[(Blocks[codePoint >> 8] << 8) | (codePoint & 0xFF)];

    // Runs of four bytes: the number of the kind, then the length in 24 bits, the low byte first.
    private static byte[] Expand(ReadOnlySpan<byte> runs)
    {
        ReadOnlySpan<CharacterKinds> kinds =
        [
            CharacterKinds.Other, CharacterKinds.Upper, CharacterKinds.Lower, CharacterKinds.Caseless,
            CharacterKinds.Mark, CharacterKinds.Number, CharacterKinds.Space,
        ];
        var all = new byte[CodePoints];
        var start = 0;
        for (; runs.Length >= 4; runs = runs[4..])
        {
            var length = runs[1] | (runs[2] << 8) | (runs[3] << 16);
            all.AsSpan(start, length).Fill((byte)kinds[runs[0]]);
            start += length;
        }

        return all;
    }

    private static (byte[] Kinds, byte[] Blocks) Fold(byte[] all)
    {
        var blocks = new byte[CodePoints / BlockSize];
        var kinds = new List<byte>();
        for (var block = 0; block < blocks.Length; block++)
        {
            var content = all.AsSpan(block * BlockSize, BlockSize);
            var known = 0;
            while (known * BlockSize < kinds.Count
                && !content.SequenceEqual(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(kinds).Slice(known * BlockSize, BlockSize)))
            {
                known++;
            }

            if (known * BlockSize == kinds.Count)
            {
                kinds.AddRange(content);
            }

            blocks[block] = checked((byte)known);
        }

        return ([.. kinds], blocks);
    }
}
