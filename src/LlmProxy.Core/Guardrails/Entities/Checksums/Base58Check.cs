using System.Security.Cryptography;

namespace LlmProxy.Core.Guardrails.Entities.Checksums;

/// <summary>Addresses in base 58 whose last four bytes are a digest of the rest, as Bitcoin introduced them.</summary>
internal static class Base58Check
{
    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    /// <summary>A version byte, a hash of 20 bytes and the check of 4.</summary>
    private const int AddressBytes = 25;

    /// <summary>Whether an address holds: 25 bytes, the last four the beginning of the double SHA-256 of the others.</summary>
    public static bool IsAddress(ReadOnlySpan<byte> text)
    {
        Span<byte> bytes = stackalloc byte[AddressBytes];
        bytes.Clear();
        foreach (var character in text)
        {
            var carry = Alphabet.IndexOf((char)character, StringComparison.Ordinal);
            if (carry < 0)
                return false;
            for (var i = bytes.Length - 1; i >= 0; i--)
            {
                carry += bytes[i] * 58;
                bytes[i] = (byte)carry;
                carry >>= 8;
            }

            if (carry != 0)
                return false;
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..^4], digest);
        SHA256.HashData(digest, digest);
        return digest[..4].SequenceEqual(bytes[^4..]);
    }
}
