namespace LlmProxy.Tenancy.Keys;

/// <summary>What whoever runs the gateway says of a key that is made or changed.</summary>
internal sealed record KeyRequest
{
    /// <summary>A name for people, 1 to 100 characters.</summary>
    public string? Name { get; init; }

    /// <summary>The tenant, at most 128 characters; where tenants are configured, one of them. <c>null</c>: none.</summary>
    public string? Tenant { get; init; }

    /// <summary>The user, at most 256 printable ASCII characters; <c>null</c>: the requests say who they are for.</summary>
    public string? User { get; init; }

    /// <summary>Labels, at most 20 of 64 characters each.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Names or patterns of models, at most 100; none: all.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>Ids of routes, at most 100; none: all.</summary>
    public IReadOnlyList<string>? Routes { get; init; }

    /// <summary>Names of endpoints; none: all.</summary>
    public IReadOnlyList<string>? Endpoints { get; init; }

    /// <summary>What it may use, beside what is configured for all keys.</summary>
    public KeyLimits? Limits { get; init; }

    /// <summary>When it ends, in the future; <c>null</c>: never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>What was said of a key that is there.</summary>
    public static KeyRequest Of(VirtualKey key) => new()
    {
        Name = key.Name,
        Tenant = key.Tenant,
        User = key.User,
        Tags = key.Tags,
        Models = key.Models,
        Routes = key.Routes,
        Endpoints = key.Endpoints,
        Limits = key.Limits,
        Expires = key.Expires,
    };

    /// <summary>The key, with what is said here.</summary>
    public VirtualKey ApplyTo(VirtualKey key) => key with
    {
        Name = Name!,
        Tenant = Tenant,
        User = User,
        Tags = Tags ?? [],
        Models = Models ?? [],
        Routes = Routes ?? [],
        Endpoints = Endpoints ?? [],
        Limits = Limits ?? KeyLimits.None,
        Expires = Expires,
    };
}
