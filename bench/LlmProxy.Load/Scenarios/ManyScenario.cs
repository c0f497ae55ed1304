using LlmProxy.Load.Generator;
using LlmProxy.Load.Measure;
using LlmProxy.Load.Report;
using LlmProxy.Load.Traffic;

namespace LlmProxy.Load.Scenarios;

/// <summary>So many streams at once that one could get lost: every one must arrive whole.</summary>
/// <param name="streams">How many at once.</param>
/// <param name="plan">What each consists of; it must last longer than <paramref name="ramp"/>, or they are not all open at once.</param>
/// <param name="ramp">Over how long they are begun.</param>
internal sealed class ManyScenario(int streams, StreamPlan plan, TimeSpan ramp) : IScenario
{
    // Each run is some ten seconds; what counts is that nothing is lost, for which three rounds after the warm-up do.
    private const int MostPairs = 3;

    /// <inheritdoc/>
    public string Name => $"many, {streams:N0} streams";

    /// <inheritdoc/>
    public async Task RunAsync(Session session, LoadReport report)
    {
        var shape = LoadShape.Once(new StreamExchange(plan), streams, ramp);
        var count = Math.Min(MostPairs, session.Options.Pairs);
        var pairs = await new PairedLoad(session, await session.YarpAndGatewayAsync() with { Direct = null }, shape).RunAsync(Name, count, report);
        report.Add(Measurement.Count(Name, "lost streams", pairs, run => streams - run.Tally.Requests, Goal.None));
        report.Add(Measurement.Count(Name, "open at once", pairs, run => run.Tally.MostOpen));
        report.Add(Measurement.Of(Name, "CPU µs per chunk", pairs, run => run.CpuPerChunk));
        report.Add(Measurement.Of(Name, "p99 µs per chunk", pairs, run => run.Tally.ChunkDelay.Percentile(0.99)));
    }
}
