using LlmProxy.Configuration;

namespace LlmProxy.Tenancy.Keys;

/// <summary>Who sends a key, together with what the configuration says of their tenant. Immutable.</summary>
/// <param name="Proxy">The configuration.</param>
/// <param name="Caller">Who it is, with the tenant's tags.</param>
/// <param name="IsDisabled">Whether the tenant's keys do not work.</param>
internal sealed record CallerStanding(LlmProxyModel Proxy, Caller Caller, bool IsDisabled)
{
    /// <summary>Puts both together.</summary>
    public static CallerStanding Of(Caller caller, LlmProxyModel proxy)
    {
        if (caller.Tenant is not { } name || !proxy.Tenants.TryGetValue(name, out var tenant))
            return new(proxy, caller, false);
        return new(
            proxy,
            tenant.Tags.Count == 0 ? caller : caller with { Tags = [.. caller.Tags.Union(tenant.Tags, StringComparer.Ordinal)] },
            tenant.Disabled);
    }
}
