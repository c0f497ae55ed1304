using LlmProxy.Exchange;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Tenancy;

/// <summary>Tells who sent a request, before anything of its body is read.</summary>
internal interface ICallerSource
{
    /// <summary>Whether callers need a key at all; with none configured the gateway is open.</summary>
    bool NeedsKey { get; }

    /// <summary>Who it is; sets <see cref="LlmExchange.Caller"/> and, where a header says so, <see cref="LlmExchange.User"/>.</summary>
    /// <exception cref="Core.Errors.LlmException">401: no key or a wrong, expired or revoked one; 403: not for this route or endpoint.</exception>
    void Identify(LlmExchange exchange);

    /// <summary>Who it is that asks something of the gateway itself; whoever it is where no key is needed.</summary>
    /// <exception cref="Core.Errors.LlmException">401: no key or a wrong, expired or revoked one.</exception>
    Caller Identify(HttpContext context);
}
