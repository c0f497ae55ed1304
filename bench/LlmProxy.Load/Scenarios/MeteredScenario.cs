using LlmProxy.Load.Generator;
using LlmProxy.Load.Measure;
using LlmProxy.Load.Processes;
using LlmProxy.Load.Report;
using LlmProxy.Load.Traffic;

namespace LlmProxy.Load.Scenarios;

/// <summary>What it costs to know each caller, to hold limits and budgets, and to keep books: a gateway with all of it, beside bare YARP.</summary>
/// <param name="streams">How many streams at once.</param>
/// <param name="gapMilliseconds">Pause between two chunks of one stream.</param>
internal sealed class MeteredScenario(int streams, int gapMilliseconds) : IScenario
{
    private const string GatewayName = "metered gateway";

    // Longer than the ledger's interval, see MeteredConfiguration.
    private static readonly TimeSpan Afterwork = TimeSpan.FromMilliseconds(150);

    private static readonly Goal CpuGoal = new(MaxRatio: 1.3);

    /// <inheritdoc/>
    public string Name => "metered";

    /// <inheritdoc/>
    public async Task RunAsync(Session session, LoadReport report)
    {
        var provider = await session.ProviderAsync();
        session.Progress.Show($"{Name}: starting bare YARP and the gateway");
        await using var yarp = await session.Launcher.StartYarpAsync(provider, null, session.Stop);
        await using var gateway = session.Options.SelfCheck
            ? await session.Launcher.StartYarpAsync(provider, null, session.Stop)
            : await session.Launcher.StartGatewayAsync(
                GatewayName, MeteredConfiguration.For(provider.Address), null, JsonExchange.Chat, session.Stop);
        var sides = new Sides(yarp.Target, gateway.Target, null);
        await session.WarmUpAsync(sides);

        foreach (var connections in (int[])[32, 256])
        {
            var name = $"{Name}: json, {connections} connections";
            var pairs = await RunAsync(session, sides, name, LoadShape.Repeat(JsonExchange.Chat, connections, session.Options.RunLength), report);
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

        void Add(Measurement measurement) => report.Add(measurement with { GatewayName = sides.Gateway.Name });
    }

    // With --self-check nobody can tell what was allocated: both sides are bare YARP, which has no metrics.
    private static Task<IReadOnlyList<Pair<RunResult>>> RunAsync(
        Session session, Sides sides, string name, LoadShape shape, LoadReport report) =>
        new PairedLoad(session, sides, shape, session.Options.SelfCheck ? Allocations.OfNone : Allocations.OfGateway, Afterwork)
            .RunAsync(name, session.Options.Pairs, report);
}
