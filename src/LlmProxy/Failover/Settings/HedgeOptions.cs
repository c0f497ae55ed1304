using System.ComponentModel.DataAnnotations;

namespace LlmProxy.Failover.Settings;

/// <summary>A second attempt elsewhere for a request whose first token is late. The first to answer wins, the other is cancelled; both may be billed.</summary>
public sealed class HedgeOptions
{
    /// <summary>Whether requests are hedged. Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>The share of this cluster's and model's requests whose first token comes in time; the others are late. 0.5 to 0.999; default 0.95.</summary>
    [Range(0.5, 0.999)]
    public double Percentile { get; init; } = 0.95;

    /// <summary>The wait while fewer than 50 requests were measured, and the least one later. 10 ms to 10 min; default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan MinDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Most second attempts, in per cent of the route's requests. 0.1 to 100; default 5.</summary>
    [Range(0.1, 100.0)]
    public double MaxPercent { get; init; } = 5;
}
