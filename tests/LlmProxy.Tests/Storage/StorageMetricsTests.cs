using System.Diagnostics.Metrics;
using LlmProxy.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.Tests.Storage;

public sealed class StorageMetricsTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly List<Instrument> _instruments = [];
    private readonly List<string> _measured = [];
    private readonly StorageMetrics _metrics;

    public StorageMetricsTests()
    {
        var factory = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // The scope tells this meter from those of tests that run at the same time.
            if (!ReferenceEquals(instrument.Meter.Scope, factory))
                return;
            _instruments.Add(instrument);
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((i, value, tags, _) => _measured.Add(Text(i, value, tags)));
        _listener.SetMeasurementEventCallback<int>((i, value, tags, _) => _measured.Add(Text(i, value, tags)));
        _listener.Start();
        _metrics = new StorageMetrics(factory);
    }

    [Fact]
    public void Instruments_NamesAndUnits_AreThoseOfTheDocumentation() => Assert.Equal(
        ["llmproxy.ledger.records {record} Counter`1", "llmproxy.storage.dropped {record} Counter`1", "llmproxy.storage.queued {record} ObservableGauge`1"],
        _instruments.Select(instrument => $"{instrument.Name} {instrument.Unit} {instrument.GetType().Name}").Order());

    [Fact]
    public void Measurements_TellWhatIsWrittenGivenUpAndWaits()
    {
        _metrics.ObserveLedger(() => 3);
        _metrics.ObserveState(() => 4);
        _metrics.Written(5);
        _metrics.Dropped(StorageMetrics.State, 6);
        _listener.RecordObservableInstruments();

        Assert.Equal(
            ["llmproxy.ledger.records 5 ", "llmproxy.storage.dropped 6 state", "llmproxy.storage.queued 3 ledger", "llmproxy.storage.queued 4 state"],
            _measured.Order());
    }

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    private static string Text<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        $"{instrument.Name} {value} {string.Join(' ', tags.ToArray().Select(tag => tag.Value))}";
}
