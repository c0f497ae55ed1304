namespace LlmProxy.Health.Degradation;

/// <summary>How patient the gateway is with a side component.</summary>
public sealed record SideComponentSettings
{
    /// <summary>Longest that one call may take; default 1 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many calls within <see cref="Window"/> must have been made before half of them failing opens the circuit; from 2, default 4.</summary>
    public int MinCalls { get; init; } = 4;

    /// <summary>How far back calls count; default 30 s.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a component that keeps failing is left alone before one call probes it; default 15 s.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long after its last failure a component that works passes for recovered, so that one which fails now and then is not told of each time; default 10 s.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromSeconds(10);
}
