using LlmProxy.Exchange;
using LlmProxy.Tenancy;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.FunctionalTests.Limits;

/// <summary>Takes the bearer token for the key's id, and <c>tenant</c> and <c>user</c> headers for what they say.</summary>
internal sealed class GivenCallers : ICallerSource
{
    public bool NeedsKey => true;

    public void Identify(LlmExchange exchange)
    {
        var headers = exchange.Context.Request.Headers;
        exchange.Caller = Identify(exchange.Context);
        exchange.User = headers.TryGetValue("user", out var user) ? user.ToString() : null;
    }

    public Caller Identify(HttpContext context)
    {
        var headers = context.Request.Headers;
        return new()
        {
            KeyId = headers.Authorization.ToString() is { Length: > 7 } bearer ? bearer["Bearer ".Length..] : null,
            Tenant = headers.TryGetValue("tenant", out var tenant) ? tenant.ToString() : null,
        };
    }
}
