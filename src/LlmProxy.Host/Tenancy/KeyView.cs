using LlmProxy.Tenancy;
using LlmProxy.Tenancy.Keys;
using LlmProxy.Tenancy.Settings;

namespace LlmProxy.Host.Tenancy;

/// <summary>A key as whoever runs the gateway sees it.</summary>
internal sealed record KeyView
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its first and last characters; <c>null</c> for one of the configuration.</summary>
    public string? Key { get; init; }

    /// <summary>The key itself, this once: where it was just made or rotated.</summary>
    public string? Secret { get; init; }

    /// <summary><c>store</c> or <c>configuration</c>.</summary>
    public required string Source { get; init; }

    /// <summary><c>active</c>, <c>expired</c>, <c>revoked</c>, or <c>missing</c> where its variable is not set.</summary>
    public required string State { get; init; }

    /// <inheritdoc cref="Caller.Tenant"/>
    public string? Tenant { get; init; }

    /// <inheritdoc cref="Caller.User"/>
    public string? User { get; init; }

    /// <inheritdoc cref="Caller.Tags"/>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <inheritdoc cref="KeyScopes.Models"/>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <inheritdoc cref="KeyScopes.Routes"/>
    public IReadOnlyList<string> Routes { get; init; } = [];

    /// <inheritdoc cref="KeyScopes.Endpoints"/>
    public IReadOnlyList<string> Endpoints { get; init; } = [];

    /// <inheritdoc cref="Caller.Limits"/>
    public KeyLimits Limits { get; init; } = KeyLimits.None;

    /// <summary>When it was made; <c>null</c> for one of the configuration.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>When it ends.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>When it was revoked.</summary>
    public DateTimeOffset? Revoked { get; init; }

    /// <summary>When it was last used, to the minute; <c>null</c>: never, or one of the configuration.</summary>
    public DateTimeOffset? LastUsed { get; init; }

    /// <summary>The first and last characters of the secret that it had before, while that still works.</summary>
    public string? FormerKey { get; init; }

    /// <summary>How long that works.</summary>
    public DateTimeOffset? FormerUntil { get; init; }

    /// <summary>What must be known beside; <c>null</c>: nothing.</summary>
    public string? Warning { get; init; }

    /// <summary>A stored key.</summary>
    public static KeyView Of(KeyEntry entry, DateTimeOffset now)
    {
        var key = entry.AsKept()!;
        var former = key.Revoked is null && key.Former is { } secret && now < secret.Until ? secret : null;
        return new KeyView
        {
            Id = key.Id,
            Name = key.Name,
            Key = KeyText.Masked(key.Ending),
            Source = "store",
            State = key.Revoked is not null ? "revoked" : key.Expires <= now ? "expired" : "active",
            Tenant = key.Tenant,
            User = key.User,
            Tags = key.Tags,
            Models = key.Models,
            Routes = key.Routes,
            Endpoints = key.Endpoints,
            Limits = key.Limits,
            Created = key.Created,
            Expires = key.Expires,
            Revoked = key.Revoked,
            LastUsed = key.LastUsed,
            FormerKey = former is null ? null : KeyText.Masked(former.Ending),
            FormerUntil = former?.Until,
        };
    }

    /// <summary>A key of the configuration.</summary>
    public static KeyView Of(StaticKeyModel key, DateTimeOffset now) => new()
    {
        Id = key.Caller.KeyId!,
        Name = key.Caller.KeyId![Configuration.Reading.CallerKeyReader.IdPrefix.Length..],
        Source = "configuration",
        State = key.Secret is null ? "missing" : key.Expires <= now ? "expired" : "active",
        Tenant = key.Caller.Tenant,
        User = key.Caller.User,
        Tags = key.Caller.Tags,
        Models = [.. key.Caller.Scopes.Models.Select(model => model.Text)],
        Routes = key.Caller.Scopes.Routes,
        Endpoints = [.. key.Caller.Scopes.Endpoints.Select(endpoint => endpoint.ToString())],
        Limits = key.Caller.Limits,
        Expires = key.Expires,
    };
}
