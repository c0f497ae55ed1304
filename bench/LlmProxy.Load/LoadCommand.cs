using System.Net.Sockets;
using LlmProxy.Load.Measure;
using LlmProxy.Load.Processes;
using LlmProxy.Load.Report;
using LlmProxy.Load.Scenarios;

namespace LlmProxy.Load;

/// <summary>The program's purpose: start the processes, run the scenarios, report, stop the processes.</summary>
internal static class LoadCommand
{
    /// <summary>Runs what the options ask for.</summary>
    /// <returns>0: all went well; 1: exchanges failed, or a process did not start; 130: the user stopped it. Goals that are missed do not matter here.</returns>
    public static async Task<int> RunAsync(LoadOptions options, CancellationToken stop)
    {
        if (options.Scenarios.Contains(ScenarioCatalog.Quick))
            options = options with { Pairs = 2, RunLength = TimeSpan.FromSeconds(0.3) };
        if (options.Logs is { } logs)
            Directory.CreateDirectory(logs);

        var neighbours = new Neighbours();
        var progress = new Progress();
        var report = new LoadReport();
        try
        {
            await using var session = await Session.StartAsync(options, progress, stop);
            await session.WarmUpAsync();
            foreach (var scenario in ScenarioCatalog.For(options.Scenarios))
                await scenario.RunAsync(session, report);
            return report.Failures.Count == 0 ? 0 : 1;
        }
        catch (Exception failure) when (failure is StartException or SocketException or IOException or InvalidDataException)
        {
            progress.Clear();
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 130;
        }
        finally
        {
            progress.Clear();
            await WriteAsync(report, options, neighbours.Cores());
        }
    }

    private static async Task WriteAsync(LoadReport report, LoadOptions options, double neighbours)
    {
        if (report.Measurements.Count == 0 && report.Failures.Count == 0)
            return;

        var table = ReportTable.Of(report.Measurements, options.SelfCheck ? "bare YARP again" : "gateway");
        var machine = MachineLine.For(options, neighbours);
        Console.WriteLine(string.Join('\n', [table.ToText(), "", machine, .. report.Failures.Select(failure => $"FAILED {failure}")]));
        if (options.Markdown is { } file)
        {
            await File.WriteAllTextAsync(
                file,
                string.Join('\n', [table.ToMarkdown(), "", machine, .. report.Failures.Select(failure => $"\n**Failed**: {failure}"), ""]),
                CancellationToken.None);
        }
    }
}
