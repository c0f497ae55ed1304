namespace LlmProxy.Benchmarks.Balancing.Simulation;

/// <summary>A clock that stands where the simulation is.</summary>
internal sealed class SimulatedClock : TimeProvider
{
    /// <summary>Seconds since the beginning.</summary>
    public double Seconds { get; set; }

    /// <inheritdoc/>
    public override long TimestampFrequency => 1_000_000;

    /// <inheritdoc/>
    public override long GetTimestamp() => (long)(Seconds * 1_000_000);
}
