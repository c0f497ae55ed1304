using LlmProxy.Configuration.Secrets;

namespace LlmProxy.Configuration;

/// <summary>The resolved <see cref="LlmAccessOptions"/>. Immutable.</summary>
public sealed class LlmAccessModel
{
    /// <summary>The environment variable that holds the admin key where the configuration names none.</summary>
    public const string AdminKeyVariable = "LLMPROXY_ADMIN_KEY";

    /// <summary>The admin key; <c>null</c>: there is none, and the gateway's own state is for loopback only.</summary>
    public Secret? AdminKey { get; init; }

    /// <summary>The variables and files that the admin key names and that are not there; it then counts as not set.</summary>
    public IReadOnlyList<string> MissingKeys { get; init; } = [];

    /// <inheritdoc cref="LlmAccessOptions.OpenHealth"/>
    public bool OpenHealth { get; init; }

    /// <inheritdoc cref="LlmAccessOptions.OpenMetrics"/>
    public bool OpenMetrics { get; init; }
}
