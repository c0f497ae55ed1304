using System.Runtime.CompilerServices;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace LlmProxy.Host.Telemetry;

/// <summary>Gives all metrics as Prometheus's text format 0.0.4 when it is asked.</summary>
/// <remarks>This stands for the SDK's Prometheus exporters.</remarks>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusExporter : BaseExporter<Metric>, IPullMetricExporter
{
    /// <summary>The format's media type.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private const int CollectMilliseconds = 10_000;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly PrometheusWriter _output = new();
    private readonly PrometheusMetricWriter _metrics;
    private readonly List<(string Name, Metric Metric)> _sorted = [];

    // A metric lives as long as its provider, so its name is worked out once.
    private readonly ConditionalWeakTable<Metric, string> _names = [];

    public PrometheusExporter() => _metrics = new PrometheusMetricWriter(_output);

    /// <inheritdoc/>
    public Func<int, bool>? Collect { get; set; }

    /// <summary>Collects all metrics and hands their text on.</summary>
    /// <param name="write">Takes the text, which is gone when it returns.</param>
    /// <param name="cancellationToken">Ends the wait for a scrape that is under way.</param>
    /// <returns>Whether there was anything to collect: <c>false</c> before the providers run and after they stopped.</returns>
    public async Task<bool> ScrapeAsync(
        Func<ReadOnlyMemory<byte>, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        // One at a time: the buffer is shared, and two scrapers at once are a misconfiguration, not a load.
        await _turn.WaitAsync(cancellationToken);
        try
        {
            _output.Clear();
            if (Collect?.Invoke(CollectMilliseconds) is not true) return false;
            await write(_output.Written, cancellationToken);
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public override ExportResult Export(in Batch<Metric> batch)
    {
        _sorted.Clear();
        foreach (var metric in batch) _sorted.Add((NameOf(metric), metric));
        _sorted.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));

        string? previous = null;
        foreach (var (name, metric) in _sorted)
        {
            if (name != previous) _metrics.WriteHead(name, metric);
            _metrics.WritePoints(name, metric);
            previous = name;
        }

        return ExportResult.Success;
    }

    /// <inheritdoc/>
    protected override bool OnShutdown(int timeoutMilliseconds)
    {
        Collect = null; // the reader would go on collecting
        return true;
    }

    private string NameOf(Metric metric)
    {
        if (_names.TryGetValue(metric, out var name)) return name;
        name = PrometheusName.OfMetric(metric.Name, metric.Unit, metric.MetricType);
        _names.Add(metric, name);
        return name;
    }
}
