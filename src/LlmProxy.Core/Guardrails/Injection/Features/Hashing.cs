using System.Numerics;
using System.Runtime.InteropServices;

namespace LlmProxy.Core.Guardrails.Injection.Features;

/// <summary>The hash of words (FNV-1a, public domain) and the last mixing of features (the finisher of MurmurHash3, public domain).</summary>
/// <remarks>The weights belong to these numbers: a change here needs the model trained anew.</remarks>
internal static class Hashing
{
    /// <summary>The hash of nothing.</summary>
    public const uint Seed = 2166136261;

    /// <summary>The hash with one byte more.</summary>
    public static uint Next(uint hash, byte value) => (hash ^ value) * 16777619;

    /// <summary>The hash of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var hash = Seed;
        foreach (var value in bytes)
            hash = Next(hash, value);
        return hash;
    }

    /// <summary>The hash of a number of so many digits: numbers are all the same but for their size.</summary>
    public static uint OfNumber(int digits) => Next(Seed, (byte)Math.Min(digits, 5));

    /// <summary>Spreads what differs over all bits.</summary>
    public static uint Finish(uint hash)
    {
        hash ^= hash >> 16;
        hash *= 0x85EBCA6B;
        hash ^= hash >> 13;
        hash *= 0xC2B2AE35;
        return hash ^ (hash >> 16);
    }

    /// <summary>As <see cref="Finish(uint)"/>, for several at once.</summary>
    public static void Finish(Span<uint> hashes)
    {
        foreach (ref var lanes in MemoryMarshal.Cast<uint, Vector<uint>>(hashes))
        {
            lanes ^= lanes >>> 16;
            lanes *= 0x85EBCA6B;
            lanes ^= lanes >>> 13;
            lanes *= 0xC2B2AE35;
            lanes ^= lanes >>> 16;
        }

        foreach (ref var hash in hashes[(hashes.Length - (hashes.Length % Vector<uint>.Count))..])
            hash = Finish(hash);
    }
}
