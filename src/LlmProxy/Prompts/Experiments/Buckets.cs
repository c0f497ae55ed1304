using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace LlmProxy.Prompts.Experiments;

/// <summary>Puts whoever is assigned into one of 10,000 buckets: the same one on every replica and after every restart, and another one for every experiment.</summary>
/// <remarks>
/// <c>SHA-256(name 0x00 tenant 0x00 kind 0x00 unit)</c>, all in UTF-8; its first 8 bytes, read as a number with the highest byte first, modulo
/// 10,000. 2^64 is no multiple of that, so some buckets are likelier than others: by one part in 10^15. A tenant's name is in it, so that
/// two tenants who number their users alike are independent. Names hold no zero byte, and the unit is last, so no two of them make one text.
/// </remarks>
internal static class Buckets
{
    /// <summary>How many there are: a share of 0.01 % is one.</summary>
    public const int Count = 10_000;

    private const int MaxOnStack = 1024;

    /// <summary>The bucket, 0 to 9,999.</summary>
    /// <param name="name">The experiment's name, or what else is decided by chance; ASCII.</param>
    /// <param name="tenant">The tenant; <c>null</c>: there is none.</param>
    /// <param name="unit">Who is assigned.</param>
    public static int Of(ReadOnlySpan<char> name, string? tenant, in ExperimentUnit unit)
    {
        var most = 3 + Encoding.UTF8.GetMaxByteCount(name.Length) + Encoding.UTF8.GetMaxByteCount(tenant?.Length ?? 0) + unit.Kind.Length + unit.MaxBytes;
        var bytes = most <= MaxOnStack ? stackalloc byte[MaxOnStack] : new byte[most];
        var length = Add(name, bytes, 0);
        length = Add(tenant, bytes, length);
        length = Add(unit.Kind, bytes, length);
        length += unit.Write(bytes[length..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..length], hash);
        return (int)(BinaryPrimitives.ReadUInt64BigEndian(hash) % Count);
    }

    private static int Add(ReadOnlySpan<char> text, Span<byte> bytes, int at)
    {
        at += Encoding.UTF8.GetBytes(text, bytes[at..]);
        bytes[at] = 0;
        return at + 1;
    }
}
