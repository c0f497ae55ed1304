using System.Security.Cryptography;
using System.Text;

namespace LlmProxy.Configuration.Secrets;

/// <summary>Tells secrets apart without telling them.</summary>
internal static class SecretHash
{
    // Of this process alone, so that a hash which leaks says nothing about a key.
    private static readonly byte[] Salt = RandomNumberGenerator.GetBytes(32);

    /// <summary>A keyed hash of the secret, the same for the life of the process.</summary>
    public static string Of(Secret secret) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Salt, Encoding.UTF8.GetBytes(secret.Reveal()))[..8]);
}
