using LlmProxy.Configuration;
using LlmProxy.Core.Errors;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Headers;
using LlmProxy.Tenancy.Keys;

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

        var caller = Find(exchange, proxy);
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

    private Caller Find(LlmExchange exchange, LlmProxyModel proxy)
    {
        if (CallerCredential.OfGateway(exchange.Context.Request) is not { } key)
            throw Refused(keys.IsKnown || proxy.Keys.Required || proxy.Keys.Static.Count > 0 ? KeyRefusal.Missing : KeyRefusal.NotLoaded, exchange);
        if (key.Length > KeyHasher.MaxKeyLength)
            throw Refused(WhyUnknown(key), exchange);
        var now = clock.GetUtcNow();
        if (keys.Find(ConnectionKey.Of(exchange.Context, key), proxy.Keys, now) is not { } entry)
            throw Refused(WhyUnknown(key), exchange);
        if (entry.Stored is { Revoked: not null })
            throw Refused(KeyRefusal.Revoked, exchange);
        if (entry.Expires <= now)
            throw Refused(KeyRefusal.Expired, exchange);
        var standing = entry.Under(proxy);
        if (standing.IsDisabled)
            throw Refused(KeyRefusal.TenantDisabled, exchange);
        entry.Touch(now);
        return standing.Caller;
    }

    private KeyRefusal WhyUnknown(string key)
    {
        if (KeyText.HasForm(key) && !KeyText.IsIntact(key))
            return KeyRefusal.Damaged;
        return keys.IsKnown ? KeyRefusal.Unknown : KeyRefusal.NotLoaded;
    }

    private LlmException Refused(KeyRefusal refusal, LlmExchange exchange)
    {
        metrics.Refused(refusal);
        return new LlmException(KeyErrors.Of(refusal, exchange));
    }
}
