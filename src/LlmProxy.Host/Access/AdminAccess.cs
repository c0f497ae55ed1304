using System.Security.Cryptography;
using System.Text;
using LlmProxy.Configuration;
using LlmProxy.Core.Errors;

namespace LlmProxy.Host.Access;

/// <summary>Decides who may see or change the gateway's own state: whoever has the admin key; with none set, this machine.</summary>
/// <param name="configuration">Gives what is in force; asked for each request, so that a reload takes effect.</param>
internal sealed class AdminAccess(LlmConfigState configuration)
{
    private const string Scheme = "Bearer ";

    /// <summary>What is in force now.</summary>
    public LlmAccessModel Settings => configuration.Current.Proxy.Access;

    /// <summary>Why the request is refused; <c>null</c> when it is not.</summary>
    /// <remarks>401 where a key would help, 403 where none is set and the caller is elsewhere.</remarks>
    public LlmError? Refuse(HttpContext context)
    {
        if (Settings.AdminKey is not { IsEmpty: false } key) return LoopbackRequest.Is(context) ? null : OnlyHere;
        return Sends(context.Request, key.Reveal()) ? null : NeedsKey;
    }

    private static LlmError OnlyHere { get; } = new(
        StatusCodes.Status403Forbidden,
        LlmErrorTypes.Permission,
        "This endpoint answers on loopback only, by a loopback name and through no proxy, since no admin key is set. "
            + "Set LLMPROXY_ADMIN_KEY and send it as a bearer token.",
        "admin_loopback_only") { ShouldRetry = false };

    private static LlmError NeedsKey { get; } = new(
        StatusCodes.Status401Unauthorized,
        LlmErrorTypes.Authentication,
        "This endpoint needs the admin key: send 'Authorization: Bearer <key>' with the value of LLMPROXY_ADMIN_KEY.",
        "admin_key_required") { ShouldRetry = false };

    private static bool Sends(HttpRequest request, string key)
    {
        var header = request.Headers.Authorization;
        if (header.Count != 1 || header[0] is not { } value) return false;
        if (!value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return false;

        // Both are hashed first: the comparison then takes as long whatever the lengths are.
        Span<byte> sent = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> wanted = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(value[Scheme.Length..].Trim()), sent);
        SHA256.HashData(Encoding.UTF8.GetBytes(key), wanted);
        return CryptographicOperations.FixedTimeEquals(sent, wanted);
    }
}
