using LlmProxy.Load.Generator;
using LlmProxy.Load.Measure;
using LlmProxy.Load.Report;
using LlmProxy.Load.Traffic;

namespace LlmProxy.Load.Scenarios;

/// <summary>Streams side by side: CPU time for each chunk, and what the proxy adds to a chunk's way.</summary>
/// <param name="streams">How many at once.</param>
/// <param name="gapMilliseconds">Pause between two chunks of one stream.</param>
internal sealed class StreamScenario(int streams, int gapMilliseconds) : IScenario
{
    /// <inheritdoc/>
    public string Name => $"stream, {streams} × {gapMilliseconds} ms";

    /// <inheritdoc/>
    public async Task RunAsync(Session session, LoadReport report)
    {
        var chunks = Math.Max(2, (int)(session.Options.RunLength.TotalMilliseconds / gapMilliseconds));
        // Spread over one gap, so that the streams' chunks do not come in bursts.
        var shape = LoadShape.Once(
            new StreamExchange(new StreamPlan(chunks, gapMilliseconds)), streams, TimeSpan.FromMilliseconds(gapMilliseconds));
        var pairs = await new PairedLoad(session, await session.YarpAndGatewayAsync(), shape).RunAsync(Name, session.Options.Pairs, report);
        report.Add(Measurement.Of(Name, "CPU µs per chunk", pairs, run => run.CpuPerChunk, new Goal(MaxRatio: 1.15)));
        report.Add(Measurement.Added(Name, "added p50 µs per chunk", pairs, run => run.Tally.ChunkDelay.Percentile(0.5)));
        report.Add(Measurement.Added(Name, "added p99 µs per chunk", pairs, run => run.Tally.ChunkDelay.Percentile(0.99)));
    }
}
