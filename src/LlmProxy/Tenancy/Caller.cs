namespace LlmProxy.Tenancy;

/// <summary>Who sent a request, as far as its credential tells. Immutable.</summary>
public sealed record Caller
{
    /// <summary>Whoever calls a gateway that asks for no key.</summary>
    public static Caller Anonymous { get; } = new();

    /// <summary>The id of the virtual key, which may be shown; <c>null</c> where none was needed.</summary>
    public string? KeyId { get; init; }

    /// <summary>The tenant that the key belongs to; <c>null</c> where there is none.</summary>
    public string? Tenant { get; init; }

    /// <summary>The user that the key itself belongs to; <c>null</c>: the request says who it is for, see <c>LlmExchange.User</c>.</summary>
    public string? User { get; init; }

    /// <summary>Labels of the key, which costs can be summed up by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>What the key may be used for.</summary>
    public KeyScopes Scopes { get; init; } = KeyScopes.All;

    /// <summary>What the key may use, beside what is configured for all keys.</summary>
    public KeyLimits Limits { get; init; } = KeyLimits.None;

    /// <summary>Whether no key was needed.</summary>
    public bool IsAnonymous => KeyId is null;
}
