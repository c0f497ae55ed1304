using System.ComponentModel.DataAnnotations;

namespace LlmProxy.Tenancy.Settings;

/// <summary>One key of the configuration.</summary>
public sealed class StaticKeyOptions
{
    /// <summary>Its name, once in the list: letters, digits, '-', '_' and '.', at most 64. Its id is <c>key_config_</c> and this.</summary>
    [Required]
    public string? Name { get; init; }

    /// <summary>What callers send: at least 16 characters. <c>${NAME}</c> and <c>${file:PATH}</c> work; a key whose variable is not set is left out.</summary>
    [Required]
    public string? Key { get; init; }

    /// <summary>The tenant that it belongs to; <c>null</c>: none.</summary>
    public string? Tenant { get; init; }

    /// <summary>The user that it belongs to; <c>null</c>: the request says who it is for.</summary>
    public string? User { get; init; }

    /// <summary>Labels that costs can be summed up by.</summary>
    public IList<string> Tags { get; init; } = [];

    /// <summary>Names or patterns of the models that it is for; empty: all.</summary>
    public IList<string> Models { get; init; } = [];

    /// <summary>Names of the routes that it is for; empty: all.</summary>
    public IList<string> Routes { get; init; } = [];

    /// <summary>Names of the endpoints (<see cref="Endpoints.LlmEndpoint"/>) that it is for; empty: all.</summary>
    public IList<string> Endpoints { get; init; } = [];

    /// <summary>When it ends, as <c>2026-12-31T00:00:00Z</c>; <c>null</c>: never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>What it may use, beside what is configured for all keys.</summary>
    public KeyLimits Limits { get; init; } = new();
}
