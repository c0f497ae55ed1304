using LlmProxy.Configuration;
using LlmProxy.Exchange;

namespace LlmProxy.Limits;

/// <summary>Gives the rate limits of a request: those of its key, its user, its tenant, its model and its route.</summary>
internal sealed class RateLimitSource(LimitTable table) : ILimitSource
{
    private ModelLimits _models = ModelLimits.None;

    /// <inheritdoc/>
    public void Collect(LlmExchange exchange, List<ILimit> limits)
    {
        var proxy = exchange.Route.Proxy;
        var settings = proxy.RateLimits;
        var caller = exchange.Caller;
        if (caller.KeyId is { } key)
            Add(limits, new(LimitScopes.Key, key), LimitNumbers.Of(caller.Limits, settings.Key));
        if (exchange.User is { } user)
            Add(limits, new(LimitScopes.User, user, caller.Tenant), LimitNumbers.Of(settings.User));
        if (caller.Tenant is { } tenant)
            Add(limits, new(LimitScopes.Tenant, tenant), LimitNumbers.Of(proxy.Tenants.GetValueOrDefault(tenant)?.Limits, settings.Tenant));
        if (settings.Models.Count > 0 && exchange.WantedModel is { } model && Models(proxy).Find(model) is { } pattern)
            Add(limits, new(LimitScopes.Model, pattern.Name), pattern.Numbers);
        Add(limits, new(LimitScopes.Route, exchange.Route.RouteId), LimitNumbers.Of(exchange.Route.Limits));
    }

    private void Add(List<ILimit> limits, in LimitSubject subject, in LimitNumbers numbers)
    {
        if (!numbers.IsEmpty)
            limits.AddRange(table.Of(subject).With(numbers).AsSpan());
    }

    /// <summary>The patterns of a configuration, read once for each.</summary>
    private ModelLimits Models(LlmProxyModel proxy)
    {
        var models = Volatile.Read(ref _models);
        if (ReferenceEquals(models.Settings, proxy.RateLimits))
            return models;
        models = new(proxy.RateLimits);
        Volatile.Write(ref _models, models);
        return models;
    }
}
