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
            options = options with { Pairs = 2, Length = TimeSpan.FromSeconds(0.3) };
        if (options.Logs is { } logs)
            Directory.CreateDirectory(logs);

        var neighbours = new Neighbours();
        var progress = new Progress();
        var report = new LoadReport();
        try
        {
            await using var session = new Session(options, progress, stop);
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
        if (report.Measurements.Count == 0 && report.Failures.Count == 0 && report.Texts.Count == 0)
            return;

        // A table for each two sides that were compared.
        var tables = report.Measurements
            .GroupBy(line => (line.BaselineName, GatewayName: line.GatewayName ?? (options.SelfCheck ? "bare YARP again" : "gateway")))
            .Select(lines => ReportTable.Of(lines, lines.Key.BaselineName, lines.Key.GatewayName))
            .ToArray();
        var machine = MachineLine.For(options, neighbours, pairs: report.Measurements.Count > 0);
        Console.WriteLine(string.Join('\n', [
            .. tables.SelectMany(table => (string[])[table.ToText(), ""]),
            .. report.Texts.SelectMany(text => (string[])[text, ""]),
            machine,
            .. report.Failures.Select(failure => $"FAILED {failure}"),
        ]));
        if (options.Markdown is { } file)
        {
            await File.WriteAllTextAsync(
                file,
                string.Join('\n', [
                    .. tables.SelectMany(table => (string[])[table.ToMarkdown(), ""]),
                    .. report.Texts.SelectMany(text => (string[])["```text", text, "```", ""]),
                    machine, .. report.Failures.Select(failure => $"\n**Failed**: {failure}"), ""]),
                CancellationToken.None);
        }
    }
}
