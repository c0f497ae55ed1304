using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace LlmProxy.Tenancy.Keys;

/// <summary>The text of a virtual key: <c>llmp_</c>, 26 random characters, and 6 that check them.</summary>
/// <remarks>
/// 26 of 62 letters and digits are 154 bits. The check is the first 32 bits of the SHA-256 of the 26: it tells a typo from a key that is
/// not known, and secures nothing.
/// </remarks>
internal static class KeyText
{
    /// <summary>What every key begins with, so that scanners for secrets find it.</summary>
    public const string Prefix = "llmp_";

    /// <summary>How many characters a key has.</summary>
    public const int Length = 5 + RandomLength + CheckLength;

    private const int RandomLength = 26;
    private const int CheckLength = 6;
    private const int EndingLength = 4;
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>Makes a new key.</summary>
    public static string Create()
    {
        var random = RandomNumberGenerator.GetString(Alphabet, RandomLength);
        return string.Concat(Prefix, random, Check(random));
    }

    /// <summary>Whether the text claims to be a virtual key of this form.</summary>
    public static bool HasForm(ReadOnlySpan<char> text) => text.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Whether a text of this form is one that was made here or at another gateway, with no character wrong, lost or added.</summary>
    public static bool IsIntact(ReadOnlySpan<char> text) =>
        text.Length == Length && HasForm(text)
        && text[^CheckLength..].SequenceEqual(Check(text[Prefix.Length..^CheckLength]));

    /// <summary>The key as it may be shown: <c>llmp_…abcd</c>.</summary>
    /// <param name="ending">From <see cref="Ending"/>.</param>
    public static string Masked(string ending) => $"{Prefix}…{ending}";

    /// <summary>The last characters, by which people tell their keys apart.</summary>
    public static string Ending(string text) => text[^EndingLength..];

    private static string Check(ReadOnlySpan<char> random)
    {
        Span<byte> bytes = stackalloc byte[Encoding.UTF8.GetMaxByteCount(RandomLength)];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(random, bytes)], hash);
        var sum = BinaryPrimitives.ReadUInt32BigEndian(hash);
        Span<char> check = stackalloc char[CheckLength];
        for (var i = CheckLength - 1; i >= 0; i--)
        {
            check[i] = Alphabet[(int)(sum % 62)];
            sum /= 62;
        }

        return check.ToString();
    }
}
