using LlmProxy.Configuration;
using LlmProxy.Core.Errors;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Headers;
using LlmProxy.Tenancy.Keys;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Tenancy;

/// <summary>Tells callers by their virtual keys; with none configured, lets everybody in.</summary>
internal sealed class KeyCallers(KeyRegistry keys, LlmConfigState configuration, TenancyMetrics metrics, TimeProvider clock) : ICallerSource
{
    /// <inheritdoc/>
    public bool NeedsKey => keys.NeedsKey(configuration.Current.Proxy);

    /// <inheritdoc/>
    public void Identify(LlmExchange exchange)
    {
        var proxy = exchange.Route.Proxy;
        if (!keys.NeedsKey(proxy))
        {
            exchange.User = EndUser.Of(exchange.Context.Request);
            return;
        }

        var caller = Find(exchange.Context, proxy);
        exchange.Caller = caller;
        exchange.User = caller.User ?? EndUser.Of(exchange.Context.Request);
        if (!caller.Scopes.AllowsRoute(exchange.Route.RouteId))
            throw Refused(KeyRefusal.Route, exchange);
        if (EphemeralKeyPaths.Has(exchange.Path))
        {
            if (!caller.Scopes.Lists(LlmEndpoint.Realtime))
                throw Refused(KeyRefusal.EphemeralKey, exchange);
        }
        else if (!caller.Scopes.AllowsEndpoint(exchange.Path.Endpoint))
            throw Refused(KeyRefusal.Endpoint, exchange);
    }

    /// <inheritdoc/>
    public Caller Identify(HttpContext context)
    {
        var proxy = configuration.Current.Proxy;
        return keys.NeedsKey(proxy) ? Find(context, proxy) : Caller.Anonymous;
    }

    private Caller Find(HttpContext context, LlmProxyModel proxy)
    {
        if (CallerCredential.OfGateway(context.Request) is not { } key)
            throw Refused(keys.IsKnown || proxy.Keys.Required || proxy.Keys.Static.Count > 0 ? KeyRefusal.Missing : KeyRefusal.NotLoaded);
        if (key.Length > KeyHasher.MaxKeyLength)
            throw Refused(WhyUnknown(key));
        var now = clock.GetUtcNow();
        if (keys.Find(ConnectionKey.Of(context, key), proxy.Keys, now) is not { } entry)
            throw Refused(WhyUnknown(key));
        if (entry.Stored is { Revoked: not null })
            throw Refused(KeyRefusal.Revoked);
        if (entry.Expires <= now)
            throw Refused(KeyRefusal.Expired);
        var standing = entry.Under(proxy);
        if (standing.IsDisabled)
            throw Refused(KeyRefusal.TenantDisabled);
        entry.Touch(now);
        return standing.Caller;
    }

    private KeyRefusal WhyUnknown(string key)
    {
        if (KeyText.HasForm(key) && !KeyText.IsIntact(key))
            return KeyRefusal.Damaged;
        return keys.IsKnown ? KeyRefusal.Unknown : KeyRefusal.NotLoaded;
    }

    private LlmException Refused(KeyRefusal refusal)
    {
        metrics.Refused(refusal);
        return new LlmException(KeyErrors.Of(refusal));
    }

    private LlmException Refused(KeyRefusal refusal, LlmExchange exchange)
    {
        metrics.Refused(refusal);
        return new LlmException(KeyErrors.Of(refusal, exchange));
    }
}
