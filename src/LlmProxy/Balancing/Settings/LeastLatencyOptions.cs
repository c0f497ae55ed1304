using System.ComponentModel.DataAnnotations;

namespace LlmProxy.Balancing.Settings;

/// <summary>How the policy <see cref="BalancingNames.LeastLatency"/> remembers.</summary>
public sealed class LeastLatencyOptions
{
    /// <summary>After how long a measurement counts half. 100 ms to 10 min; default 10 s, Finagle's for its peak-EWMA.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan HalfLife { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The least time that an attempt counts which failed by its destination's fault, however fast it did. 0 to 10 min; default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan FailurePenalty { get; init; } = TimeSpan.FromSeconds(10);
}
