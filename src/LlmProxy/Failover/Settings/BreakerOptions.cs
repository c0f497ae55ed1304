using System.ComponentModel.DataAnnotations;

namespace LlmProxy.Failover.Settings;

/// <summary>When a destination is left alone, and how it comes back.</summary>
public sealed class BreakerOptions
{
    /// <summary>Whether failing destinations are left alone. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Failures in a row that open the circuit. 1 to 1,000; default 5.</summary>
    [Range(1, 1000)]
    public int ConsecutiveFailures { get; init; } = 5;

    /// <summary>The share of failures within <see cref="Window"/> that opens the circuit. 0.01 to 1; default 0.5.</summary>
    [Range(0.01, 1.0)]
    public double FailureRate { get; init; } = 0.5;

    /// <summary>Fewest attempts within <see cref="Window"/> for the rate to count. 2 to 100,000; default 20.</summary>
    [Range(2, 100_000)]
    public int MinAttempts { get; init; } = 20;

    /// <summary>Over how long the rate is taken. 1 s to 1 h; default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an open circuit lets nothing through; it doubles with each probe that fails. 100 ms to 1 h; default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan OpenFor { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest that a circuit stays open. 100 ms to 24 h; default 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan MaxOpenFor { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Probes that must succeed before the circuit closes, one at a time. 1 to 100; default 2.</summary>
    [Range(1, 100)]
    public int Probes { get; init; } = 2;

    /// <summary>Over how long the share of traffic of what recovered grows from a tenth to all of it. 0 to 1 h; default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan RampUp { get; init; } = TimeSpan.FromSeconds(30);
}
