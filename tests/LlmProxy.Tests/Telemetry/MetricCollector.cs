using System.Diagnostics.Metrics;
using LlmProxy.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.Tests.Telemetry;

/// <summary>An <see cref="LlmMetrics"/> of its own, with all that it has measured.</summary>
internal sealed class MetricCollector : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly MeterListener _listener = new();

    public MetricCollector()
    {
        _services = new ServiceCollection().AddLlmRequestTelemetry().BuildServiceProvider();
        var factory = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // The scope tells this meter from those of tests that run at the same time.
            if (!ReferenceEquals(instrument.Meter.Scope, factory)) return;
            Instruments.Add(instrument);
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Add(i, value, tags));
        _listener.SetMeasurementEventCallback<double>((i, value, tags, _) => Add(i, value, tags));
        _listener.Start();
        Metrics = _services.GetRequiredService<LlmMetrics>();
    }

    public LlmMetrics Metrics { get; }

    public List<Instrument> Instruments { get; } = [];

    public List<Measurement> All { get; } = [];

    public void Observe() => _listener.RecordObservableInstruments();

    public Measurement Single(string name) => Assert.Single(All, m => m.Name == name);

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        All.Add(new Measurement(instrument.Name, value, tags.ToArray().ToDictionary(t => t.Key, t => t.Value)));

    internal sealed record Measurement(string Name, double Value, Dictionary<string, object?> Tags);
}
