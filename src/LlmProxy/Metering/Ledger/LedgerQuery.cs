namespace LlmProxy.Metering.Ledger;

/// <summary>Which records are wanted; what is <c>null</c> does not matter.</summary>
public sealed record LedgerQuery
{
    /// <summary>The one with this id, which stores find without looking at others.</summary>
    public string? Id { get; init; }

    /// <summary>From this time on.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before this time.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Of this tenant.</summary>
    public string? Tenant { get; init; }

    /// <summary>For this user.</summary>
    public string? User { get; init; }

    /// <summary>By this key.</summary>
    public string? KeyId { get; init; }

    /// <summary>With this model, as the provider was asked for it.</summary>
    public string? Model { get; init; }

    /// <summary>By this route.</summary>
    public string? Route { get; init; }

    /// <summary>With this label.</summary>
    public string? Tag { get; init; }

    /// <summary>Of this kind; <c>null</c>: callers' requests and the operator's shadows.</summary>
    public LedgerKind? Kind { get; init; }
}
