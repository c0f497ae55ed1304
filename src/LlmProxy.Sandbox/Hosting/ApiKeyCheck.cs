using System.Security.Cryptography;
using System.Text;
using LlmProxy.Sandbox.Errors;

namespace LlmProxy.Sandbox.Hosting;

/// <summary>Finds the API key in the places where clients of the various providers put it.</summary>
internal static class ApiKeyCheck
{
    private const string SubprotocolPrefix = "openai-insecure-api-key.";

    /// <summary>The key that the request carries, or null.</summary>
    public static string? KeyOf(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return authorization["Bearer ".Length..].Trim();
        if (request.Headers["x-api-key"] is [{ } anthropic, ..]) return anthropic;
        if (request.Headers["api-key"] is [{ } azure, ..]) return azure;
        return request.Headers.SecWebSocketProtocol.ToString()
            .Split(',', StringSplitOptions.TrimEntries)
            .FirstOrDefault(protocol => protocol.StartsWith(SubprotocolPrefix, StringComparison.Ordinal))?
            [SubprotocolPrefix.Length..];
    }

    /// <exception cref="ApiException">A key is required and the request has another one, or none.</exception>
    public static void ThrowIfRefused(Exchange exchange)
    {
        if (exchange.Sandbox.Options.RequireKey is not { } required) return;
        var key = KeyOf(exchange.Context.Request) ?? "";
        if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(required))) return;
        throw StatusErrors.For(StatusCodes.Status401Unauthorized, exchange.Form, exchange.Model);
    }
}
