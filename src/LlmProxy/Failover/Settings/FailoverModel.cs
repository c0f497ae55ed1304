using LlmProxy.Failover.Planning;

namespace LlmProxy.Failover.Settings;

/// <summary>All that a route says about failing providers. Immutable.</summary>
public sealed class FailoverModel
{
    /// <summary>How often and when to try again.</summary>
    public RetryOptions Retry { get; init; } = new();

    /// <summary>The route's own time limits.</summary>
    public TimeoutOptions Timeouts { get; init; } = new();

    /// <summary>How long answers are held.</summary>
    public GateOptions Gate { get; init; } = new();

    /// <summary>Comments while a provider is silent.</summary>
    public KeepAliveOptions KeepAlive { get; init; } = new();

    /// <summary>Second attempts for late requests.</summary>
    public HedgeOptions Hedge { get; init; } = new();

    /// <summary>Copies in the background.</summary>
    public ShadowOptions Shadow { get; init; } = new();

    /// <summary>Where the copies go; <c>null</c> where none are made.</summary>
    public FailoverTarget? ShadowTarget { get; init; }

    /// <summary>Whether requests of the route may run detached from their client, or get a copy that does.</summary>
    public bool MayDetach => Hedge.Enabled || KeepAlive is { Enabled: true, Early: true } || ShadowTarget is not null;

    /// <summary>What is said when nothing helps.</summary>
    public LastResortOptions LastResort { get; init; } = new();

    /// <summary>What is tried in place of a model.</summary>
    public FailoverChains Chains { get; init; } = FailoverChains.None;
}
