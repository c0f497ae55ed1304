using System.Security.Cryptography;
using System.Text;

namespace LlmProxy.Tenancy.Keys;

/// <summary>Hashes keys with a secret (HMAC-SHA256), so that whoever reads the hashes can neither use nor guess the keys.</summary>
/// <param name="secret">The secret, at least 32 bytes.</param>
internal sealed class KeyHasher(byte[] secret)
{
    /// <summary>How many bytes a hash has.</summary>
    public const int Size = HMACSHA256.HashSizeInBytes;

    /// <summary>Most characters of what a caller sends as a key; nothing longer is looked at.</summary>
    public const int MaxKeyLength = 512;

    /// <summary>Hashes with a secret of this process alone.</summary>
    public static KeyHasher Random() => new(RandomNumberGenerator.GetBytes(Size));

    /// <summary>Hashes a key.</summary>
    /// <param name="key">The key, at most <see cref="MaxKeyLength"/> characters.</param>
    /// <returns><see cref="Size"/> bytes.</returns>
    public byte[] Hash(string key)
    {
        Span<byte> bytes = stackalloc byte[MaxKeyLength * 3];
        return HMACSHA256.HashData(secret, bytes[..Encoding.UTF8.GetBytes(key, bytes)]);
    }
}
