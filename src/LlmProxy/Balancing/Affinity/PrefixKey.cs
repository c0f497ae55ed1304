using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace LlmProxy.Balancing.Affinity;

/// <summary>A fast hash with a secret, so that no caller can choose where prompts go.</summary>
/// <remarks>
/// Each 16 bytes are folded by one multiplication of 64 by 64 bits, the halves of its product combined: the construction of
/// wyhash and MUM (Vladimir Makarov, 2016). Not for anything that must not be forged.
/// </remarks>
internal readonly struct PrefixKey(ulong first, ulong second)
{
    private const ulong Odd = 0xA076_1D64_78BD_642F;

    /// <summary>A new secret.</summary>
    public static PrefixKey Random()
    {
        Span<ulong> words = stackalloc ulong[2];
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(words));
        return new(words[0], words[1]);
    }

    /// <summary>The hash of <paramref name="bytes"/> behind everything that went into <paramref name="before"/>.</summary>
    public ulong Hash(ReadOnlySpan<byte> bytes, ulong before)
    {
        var hash = before ^ first;
        var rest = bytes;
        while (rest.Length > 16)
        {
            hash = Fold(BinaryPrimitives.ReadUInt64LittleEndian(rest) ^ second, BinaryPrimitives.ReadUInt64LittleEndian(rest[8..]) ^ hash);
            rest = rest[16..];
        }

        var (low, high) = Tail(rest);
        return Fold(Fold(low ^ second, high ^ hash) ^ (ulong)bytes.Length, second ^ Odd);
    }

    /// <summary>The hash of a text.</summary>
    public ulong Hash(ReadOnlySpan<char> text, ulong before) => Hash(MemoryMarshal.AsBytes(text), before);

    private static ulong Fold(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return high ^ low;
    }

    /// <summary>Up to 16 bytes in two words; the reads overlap, and the length, which is hashed too, tells such texts apart.</summary>
    private static (ulong Low, ulong High) Tail(ReadOnlySpan<byte> rest) => rest.Length switch
    {
        >= 8 => (BinaryPrimitives.ReadUInt64LittleEndian(rest), BinaryPrimitives.ReadUInt64LittleEndian(rest[^8..])),
        >= 4 => (BinaryPrimitives.ReadUInt32LittleEndian(rest), BinaryPrimitives.ReadUInt32LittleEndian(rest[^4..])),
        > 0 => (((ulong)rest[0] << 16) | ((ulong)rest[rest.Length / 2] << 8) | rest[^1], 0),
        _ => (0, 0),
    };
}
