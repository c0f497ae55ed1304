using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LlmProxy.Webhooks;

/// <summary>Signs deliveries as Standard Webhooks 1.0 says (standardwebhooks.com), so that receivers can use its libraries.</summary>
/// <remarks><c>v1,base64(HMAC-SHA256(key, id + "." + timestamp + "." + body))</c>, the timestamp in Unix seconds.</remarks>
internal static class WebhookSignature
{
    private const string Prefix = "whsec_";

    /// <summary>The key that a secret stands for: Base64 after <c>whsec_</c>, else its own bytes; <c>null</c>: it stands for none.</summary>
    public static byte[]? KeyOf(string secret)
    {
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal))
            return secret.Length > 0 ? Encoding.UTF8.GetBytes(secret) : null;
        var encoded = secret.AsSpan(Prefix.Length);
        var key = new byte[encoded.Length];
        return Convert.TryFromBase64Chars(encoded, key, out var length) && length > 0 ? key[..length] : null;
    }

    /// <summary>The value of <c>webhook-signature</c>.</summary>
    public static string Of(byte[] key, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        mac.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")));
        mac.AppendData(body);
        return "v1," + Convert.ToBase64String(mac.GetHashAndReset());
    }
}
