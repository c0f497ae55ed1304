using System.Runtime.InteropServices;
using System.Security.Cryptography;
using LlmProxy.Configuration;
using LlmProxy.Configuration.Secrets;
using LlmProxy.Tenancy.Keys;

namespace LlmProxy.Exchange.Headers;

/// <summary>Tells the credentials that are this gateway's, and so no provider's.</summary>
/// <remarks>
/// A mistyped path of the admin API is a path of a provider; and a key of the configuration may come after it was taken out there. A stored key is
/// told by its form alone, known or not.
/// </remarks>
internal static class GatewaySecrets
{
    /// <summary>Whether a credential is one.</summary>
    /// <param name="proxy">What is in force.</param>
    /// <param name="credential">What the caller sent.</param>
    public static bool Has(LlmProxyModel proxy, string credential)
    {
        if (KeyText.HasForm(credential) || Is(proxy.Access.AdminKey, credential))
            return true;
        var keys = proxy.Keys.Static;
        for (var i = 0; i < keys.Count; i++)
        {
            if (Is(keys[i].Secret, credential))
                return true;
        }

        return false;
    }

    // In constant time, since whether the credential went on can be seen by the caller.
    private static bool Is(Secret? secret, string credential) =>
        secret is { IsEmpty: false } && CryptographicOperations.FixedTimeEquals(Bytes(secret.Reveal()), Bytes(credential));

    private static ReadOnlySpan<byte> Bytes(string text) => MemoryMarshal.AsBytes(text.AsSpan());
}
