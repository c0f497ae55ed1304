using LlmProxy.Exchange;

namespace LlmProxy.Limits;

/// <summary>Whose request holds something, for diagnosis and for fair turns.</summary>
/// <param name="KeyId">The virtual key's id; <c>null</c>: none was needed.</param>
/// <param name="Tenant">The tenant; <c>null</c>: none.</param>
/// <param name="User">The end user; <c>null</c>: nobody says.</param>
internal readonly record struct LimitOwner(string? KeyId, string? Tenant, string? User)
{
    /// <summary>Who takes turns with others: the tenant, else the key; whoever has neither shares one turn.</summary>
    public string Flow => Tenant ?? KeyId ?? "";

    /// <summary>The owner of a request.</summary>
    public static LimitOwner Of(LlmExchange exchange) => new(exchange.Caller.KeyId, exchange.Caller.Tenant, exchange.User);
}
