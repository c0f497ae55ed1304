namespace LlmProxy.Load.Generator;

/// <summary>What one run against one process showed.</summary>
/// <param name="Tally">What the clients counted.</param>
/// <param name="CpuTime">CPU time that the process used from the first exchange to the last.</param>
/// <param name="Elapsed">Wall time of the same span.</param>
/// <param name="AllocatedBytes">What the process allocated meanwhile; NaN where that was not asked for.</param>
internal sealed record RunResult(Tally Tally, TimeSpan CpuTime, TimeSpan Elapsed, double AllocatedBytes)
{
    /// <summary>CPU time for each request, in microseconds.</summary>
    public double CpuPerRequest => CpuTime.TotalMicroseconds / Tally.Requests;

    /// <summary>CPU time for each streamed content chunk, in microseconds; what opens and ends the streams is in it.</summary>
    public double CpuPerChunk => CpuTime.TotalMicroseconds / Tally.Chunks;

    /// <summary>Bytes allocated for each request.</summary>
    public double AllocatedPerRequest => AllocatedBytes / Tally.Requests;

    /// <summary>Exchanges ended in a second.</summary>
    public double RequestsPerSecond => Tally.Requests / Elapsed.TotalSeconds;
}
