using LlmProxy.Failover.Settings;

namespace LlmProxy.Configuration;

/// <summary>The <c>LlmProxy</c> section, resolved. Immutable.</summary>
public sealed class LlmProxyModel
{
    /// <summary>Whether the gateway may listen beyond loopback while callers need no key.</summary>
    public bool AllowAnonymous { get; init; }

    /// <summary>Bounds on what one process takes in.</summary>
    public LlmLimitsModel Limits { get; init; } = new();

    /// <summary>Who may see the gateway's own state.</summary>
    public LlmAccessModel Access { get; init; } = new();

    /// <summary>What is exported about requests.</summary>
    public LlmTelemetryModel Telemetry { get; init; } = new();

    /// <summary>How the gateway stops.</summary>
    public LlmShutdownModel Shutdown { get; init; } = new();

    /// <summary>The models that are waited for longer.</summary>
    public ReasoningModels Reasoning { get; init; } = ReasoningModels.Default;
}
