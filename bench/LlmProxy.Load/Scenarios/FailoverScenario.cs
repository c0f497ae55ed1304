using LlmProxy.Load.Generator;
using LlmProxy.Load.Measure;
using LlmProxy.Load.Processes;
using LlmProxy.Load.Report;
using LlmProxy.Load.Traffic;

namespace LlmProxy.Load.Scenarios;

/// <summary>
/// What failover costs while nothing fails: one build of the gateway with all of it configured, beside the same build
/// without, both before the same provider. Both run through the whole scenario and take turns.
/// </summary>
/// <param name="streams">How many streams at once.</param>
/// <param name="gapMilliseconds">Pause between two chunks of one stream.</param>
internal sealed class FailoverScenario(int streams, int gapMilliseconds) : IScenario
{
    private const string WithoutName = "gateway without";

    private const string WithName = "gateway with failover";

    private static readonly Goal CpuGoal = new(MaxRatio: 1.03, MaxBound: 1.06);

    /// <inheritdoc/>
    public string Name => "failover";

    /// <inheritdoc/>
    public async Task RunAsync(Session session, LoadReport report)
    {
        var provider = await session.ProviderAsync();
        session.Progress.Show($"{Name}: starting both gateways");
        await using var without = await StartAsync(session, WithoutName, FailoverConfiguration.Without(provider.Address));
        // With --self-check both are the same, so that what the ratio shows is noise.
        await using var with = session.Options.SelfCheck
            ? await StartAsync(session, WithoutName + " again", FailoverConfiguration.Without(provider.Address))
            : await StartAsync(session, WithName, FailoverConfiguration.With(provider.Address));
        var sides = new Sides(without.Target, with.Target, null);
        await session.WarmUpAsync(sides);

        foreach (var connections in (int[])[32, 256])
        {
            var name = $"{Name}: json, {connections} connections";
            var shape = LoadShape.Repeat(JsonExchange.Chat, connections, session.Options.RunLength);
            var pairs = await RunAsync(session, sides, name, shape, report);
            Add(Measurement.Of(name, "CPU µs per request", pairs, run => run.CpuPerRequest, CpuGoal));
            Add(Measurement.Of(name, "bytes allocated per request", pairs, run => run.AllocatedPerRequest));
        }

        var chunks = Math.Max(2, (int)(session.Options.RunLength.TotalMilliseconds / gapMilliseconds));
        var stream = $"{Name}: stream, {streams} × {gapMilliseconds} ms";
        var streaming = LoadShape.Once(
            new StreamExchange(new StreamPlan(chunks, gapMilliseconds)), streams, TimeSpan.FromMilliseconds(gapMilliseconds));
        var streamed = await RunAsync(session, sides, stream, streaming, report);
        Add(Measurement.Of(stream, "CPU µs per chunk", streamed, run => run.CpuPerChunk, CpuGoal));
        Add(Measurement.Of(stream, $"bytes allocated per stream of {chunks} chunks", streamed, run => run.AllocatedPerRequest));

        void Add(Measurement measurement) =>
            report.Add(measurement with { BaselineName = sides.Baseline.Name, GatewayName = sides.Gateway.Name });
    }

    private static Task<IReadOnlyList<Pair<RunResult>>> RunAsync(
        Session session, Sides sides, string name, LoadShape shape, LoadReport report) =>
        new PairedLoad(session, sides, shape, Allocations.OfBoth).RunAsync(name, session.Options.Pairs, report);

    private static Task<ServerProcess> StartAsync(Session session, string name, string configuration) =>
        session.Launcher.StartGatewayAsync(name, configuration, null, JsonExchange.Chat, session.Stop);
}
