using LlmProxy.Load.Generator;
using LlmProxy.Load.Measure;
using LlmProxy.Load.Processes;
using LlmProxy.Load.Report;

namespace LlmProxy.Load.Scenarios;

/// <summary>
/// Memory of a stream that is open and silent: fresh processes for each pair, and the difference between few and many
/// streams, so that what a process needs in any case does not count.
/// </summary>
/// <param name="few">Streams at the first reading.</param>
/// <param name="many">Streams at the second.</param>
internal sealed class IdleScenario(int few, int many) : IScenario
{
    private const int SettledKilobytes = 256;

    private static readonly TimeSpan BetweenReadings = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan LongestSettling = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.5);

    /// <inheritdoc/>
    public string Name => $"idle, {few:N0} to {many:N0} streams";

    /// <inheritdoc/>
    public async Task RunAsync(Session session, LoadReport report)
    {
        var pairs = new List<Pair<Readings>>();
        for (var number = 1; number <= session.Options.Pairs; number++)
        {
            session.Progress.Show($"{Name}: pair {number} of {session.Options.Pairs}");
            pairs.Add(await ReadPairAsync(session, gatewayFirst: number % 2 == 0));
        }

        report.Add(Measurement.Of(Name, "KB per idle stream", pairs, run => run.PerStream, new Goal(1.5, 45)));
        report.Add(Measurement.Of(Name, $"MB with {few:N0} streams", pairs, run => run.Few / 1024.0));
        report.Add(Measurement.Of(Name, $"MB with {many:N0} streams", pairs, run => run.Many / 1024.0));
    }

    private async Task<Pair<Readings>> ReadPairAsync(Session session, bool gatewayFirst)
    {
        var provider = await session.ProviderAsync();
        Task<Readings> Yarp() => ReadAsync(session.Launcher.StartYarpAsync(provider, null, session.Stop), session.Stop);
        Task<Readings> Gateway() => ReadAsync(session.Launcher.StartGatewayAsync(provider, null, session.Stop), session.Stop);

        if (!gatewayFirst)
            return new Pair<Readings>(null, await Yarp(), await Gateway());
        var gateway = await Gateway();
        return new Pair<Readings>(null, await Yarp(), gateway);
    }

    private async Task<Readings> ReadAsync(Task<ServerProcess> starting, CancellationToken stop)
    {
        await using var server = await starting;
        await LoadRun.WholeAsync(server.Target, LoadShape.Repeat(JsonExchange.Chat, 32, WarmUp), stop);

        using var streams = new IdleStreams(server.Target);
        await streams.GrowAsync(few, stop);
        var memoryWithFew = await SettledAsync(server.Target, stop);
        await streams.GrowAsync(many, stop);
        var memoryWithMany = await SettledAsync(server.Target, stop);
        return new Readings(memoryWithFew, memoryWithMany, (double)(memoryWithMany - memoryWithFew) / (many - few));
    }

    private static async Task<long> SettledAsync(Target target, CancellationToken stop)
    {
        var last = ProcessMemory.PssKilobytes(target.ProcessId);
        for (var waited = TimeSpan.Zero; waited < LongestSettling; waited += BetweenReadings)
        {
            await Task.Delay(BetweenReadings, stop);
            var now = ProcessMemory.PssKilobytes(target.ProcessId);
            if (Math.Abs(now - last) < SettledKilobytes)
                return now;
            last = now;
        }

        return last;
    }

    private sealed record Readings(long Few, long Many, double PerStream);
}
