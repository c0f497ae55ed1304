using LlmProxy.Load.Generator;
using LlmProxy.Load.Measure;
using LlmProxy.Load.Processes;
using LlmProxy.Load.Report;

namespace LlmProxy.Load.Scenarios;

/// <summary>Whether both sides write one log line for each request, on which every other comparison rests.</summary>
internal sealed class LogScenario : IScenario
{
    private const int Connections = 100;

    /// <inheritdoc/>
    public string Name => "log";

    /// <inheritdoc/>
    public async Task RunAsync(Session session, LoadReport report)
    {
        var folder = Directory.CreateTempSubdirectory("llmproxy-load-log-");
        try
        {
            session.Progress.Show("log: counting lines");
            var provider = await session.ProviderAsync();
            var yarp = Path.Combine(folder.FullName, "yarp.log");
            var gateway = Path.Combine(folder.FullName, "gateway.log");
            var pair = new Pair<LogSize>(
                null,
                await CountAsync(session.Launcher.StartYarpAsync(provider, yarp, session.Stop), yarp, session.Stop),
                await CountAsync(session.Launcher.StartGatewayAsync(provider, gateway, session.Stop), gateway, session.Stop));
            report.Add(Measurement.Of(Name, "lines per request", [pair], log => log.Lines));
            report.Add(Measurement.Of(Name, "bytes per request", [pair], log => log.Bytes));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<LogSize> CountAsync(Task<ServerProcess> starting, string file, CancellationToken stop)
    {
        long before;
        await using (var server = await starting)
        {
            before = new FileInfo(file).Length;
            await LoadRun.WholeAsync(server.Target, LoadShape.Once(JsonExchange.Chat, Connections, TimeSpan.Zero), stop);
        }

        // Each connection makes one request when it opens and one that is counted.
        const double requests = 2 * Connections;
        var written = (await File.ReadAllBytesAsync(file, stop))[(int)before..];
        return new LogSize(written.Count(b => b == '\n') / requests, written.Length / requests);
    }

    private sealed record LogSize(double Lines, double Bytes);
}
