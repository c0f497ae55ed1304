namespace LlmProxy.Tenancy.Keys;

/// <summary>A virtual key as it is kept: everything but the key itself. Immutable.</summary>
internal sealed record VirtualKey
{
    /// <summary>Its id, <c>key_…</c>, which may be shown.</summary>
    public required string Id { get; init; }

    /// <summary>A name for people.</summary>
    public required string Name { get; init; }

    /// <summary>The tenant that it belongs to; <c>null</c>: none.</summary>
    public string? Tenant { get; init; }

    /// <summary>The user that it belongs to; <c>null</c>: the request says who it is for.</summary>
    public string? User { get; init; }

    /// <summary>Labels that costs can be summed up by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Names or patterns of models; empty: all.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Ids of routes; empty: all.</summary>
    public IReadOnlyList<string> Routes { get; init; } = [];

    /// <summary>Names of endpoints; empty: all.</summary>
    public IReadOnlyList<string> Endpoints { get; init; } = [];

    /// <summary>What it may use, beside what is configured for all keys.</summary>
    public KeyLimits Limits { get; init; } = KeyLimits.None;

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it ends; <c>null</c>: never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>When it was revoked; <c>null</c>: it was not.</summary>
    public DateTimeOffset? Revoked { get; init; }

    /// <summary>When it was last used, to the minute, and written to the store some minutes later; <c>null</c>: never.</summary>
    public DateTimeOffset? LastUsed { get; init; }

    /// <summary>The hash of its secret.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>The last characters of its secret.</summary>
    public required string Ending { get; init; }

    /// <summary>The secret that it had before it was rotated, while that still works; <c>null</c>: none.</summary>
    public FormerSecret? Former { get; init; }

    /// <summary>Whether it is of no use any more, and its record may make place for another's.</summary>
    public bool IsOver(DateTimeOffset now) => Revoked is not null || Expires <= now;
}
