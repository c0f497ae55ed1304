namespace LlmProxy.Configuration;

/// <summary>The <c>LlmProxy</c> section: what all routes share.</summary>
public sealed class LlmProxyOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "LlmProxy";

    /// <summary>Whether the gateway may listen beyond loopback while callers need no key. Default false.</summary>
    public bool AllowAnonymous { get; set; }

    /// <summary>Bounds on what one process takes in.</summary>
    public LlmLimitsOptions Limits { get; set; } = new();

    /// <summary>Who may see the gateway's own state.</summary>
    public LlmAccessOptions Access { get; set; } = new();

    /// <summary>What is exported about requests.</summary>
    public LlmTelemetryOptions Telemetry { get; set; } = new();

    /// <summary>How the gateway stops.</summary>
    public LlmShutdownOptions Shutdown { get; set; } = new();

    /// <summary>
    /// Names or patterns (<c>my-thinker-*</c>; case does not matter) of models that may think for minutes, beside those that the gateway
    /// knows. Where no <c>Timeouts</c> are set, they get 5 minutes in place of 30 s.
    /// </summary>
    public IList<string> ReasoningModels { get; set; } = [];
}
