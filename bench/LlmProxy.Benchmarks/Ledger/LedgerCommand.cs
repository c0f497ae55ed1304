using System.Diagnostics;
using System.Globalization;
using LlmProxy.Configuration;
using LlmProxy.Health.Degradation;
using LlmProxy.Metering.Ledger;
using LlmProxy.Metering.Ledger.Settings;
using LlmProxy.Sqlite;
using LlmProxy.Storage;
using LlmProxy.Storage.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Benchmarks.Ledger;

/// <summary><c>ledger [FOLDER]</c>: how many records a second reach the disk, batched and strict, and how long sums take.</summary>
internal static class LedgerCommand
{
    private const int Records = 100_000;

    /// <summary>Measures in a new folder below <c>FOLDER</c>, or the current one: what counts is the disk behind it.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var parent = arguments is [var named] ? named : Directory.GetCurrentDirectory();
        var folder = Directory.CreateDirectory(Path.Combine(parent, "ledger-" + Guid.NewGuid().ToString("N"))).FullName;
        try
        {
            await using var services = Services();
            await using var backend = ActivatorUtilities.CreateInstance<SqliteBackend>(services);
            backend.Open(new StorageOptions { Path = folder });
            Console.WriteLine(Describe(backend));
            await MeasureBatchesAsync(backend, folder);
            foreach (var clients in new[] { 1, 16, 256 })
                await MeasureStrictAsync(services, backend.Ledger, clients);
            await MeasureSumsAsync(backend.Ledger);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Describe(SqliteBackend backend) => $"SQLite {backend.Describe()["library"]}, {Environment.ProcessorCount} processors.";

    private static async Task MeasureBatchesAsync(SqliteBackend backend, string folder)
    {
        var batches = Enumerable.Range(0, Records).Select(SampleRecords.Of).Chunk(LedgerBatch.MaxRecords).ToArray();
        var cpu = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        foreach (var batch in batches)
            await backend.Ledger.AppendAsync(batch, CancellationToken.None);
        watch.Stop();
        cpu = Environment.CpuUsage.TotalTime - cpu;

        var bytes = Directory.GetFiles(folder, "*.db*").Sum(file => new FileInfo(file).Length);
        Print($"batches of {LedgerBatch.MaxRecords}: {Records / watch.Elapsed.TotalSeconds:n0} records/s, {cpu.TotalMicroseconds / Records:n1} µs of CPU time and {bytes / Records} bytes a record with its indexes");
    }

    private static async Task MeasureStrictAsync(IServiceProvider services, ILedgerStore store, int clients)
    {
        var configuration = new LlmConfigState { Current = new() { Proxy = new() { Ledger = new LedgerOptions { Durability = LedgerDurability.Strict } } } };
        await using var writer = new LedgerWriter(
            store, configuration, services.GetRequiredService<StorageMetrics>(), services.GetRequiredService<Degradations>().Get(ComponentNames.Storage),
            TimeProvider.System, services.GetRequiredService<ILogger<LedgerWriter>>());
        var waits = new List<double>[clients];
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            waits[client] = [];
            for (var i = 0; watch.Elapsed < TimeSpan.FromSeconds(5); i++)
            {
                var began = Stopwatch.GetTimestamp();
                await writer.AppendAsync(SampleRecords.Of((clients * 10_000_000) + (client * 100_000) + i));
                waits[client].Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        })));
        double[] all = [.. waits.SelectMany(wait => wait).Order()];
        Print($"strict, {clients} at once: {all.Length / watch.Elapsed.TotalSeconds:n0} records/s, wait {all[all.Length / 2]:n2} ms median, {all[all.Length * 99 / 100]:n2} ms at 99 %");
    }

    private static async Task MeasureSumsAsync(ILedgerStore store)
    {
        foreach (var grouping in new[] { CostGrouping.None, CostGrouping.Tenant, CostGrouping.Day })
        {
            var watch = Stopwatch.StartNew();
            var sums = await store.SumAsync(new(), grouping, 100, CancellationToken.None);
            Print($"sum by {grouping} of {sums.Sum(sum => sum.Requests):n0} records: {watch.Elapsed.TotalMilliseconds:n0} ms");
        }
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static ServiceProvider Services()
    {
        var services = new ServiceCollection();
        services.AddSideComponent(ComponentNames.Storage);
        services.AddSingleton<StorageMetrics>();
        return services.BuildServiceProvider();
    }
}
