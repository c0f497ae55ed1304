using LlmProxy.Configuration.Secrets;

namespace LlmProxy.Tenancy.Settings;

/// <summary>The resolved <see cref="KeyOptions"/>. Immutable.</summary>
public sealed class KeyModel
{
    /// <inheritdoc cref="KeyOptions.Required"/>
    public bool Required { get; init; }

    /// <summary>The configured secret of the hashes; <c>null</c>: none is.</summary>
    public Secret? HashKey { get; init; }

    /// <inheritdoc cref="KeyOptions.UnknownObjects"/>
    public UnknownObjectRule UnknownObjects { get; init; }

    /// <summary>The keys of the configuration, those too whose secret is not there.</summary>
    public IReadOnlyList<StaticKeyModel> Static { get; init; } = [];

    /// <summary>The variables and files that keys name and that are not there; such a key does not work.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];
}
