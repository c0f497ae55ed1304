using System.Diagnostics.Metrics;
using LlmProxy.Telemetry;

namespace LlmProxy.Storage;

/// <summary>Counts what is written behind requests, and what is not.</summary>
public sealed class StorageMetrics
{
    /// <summary>The value of <see cref="TagNames.Component"/> for records.</summary>
    public const string Ledger = "ledger";

    /// <summary>The value of <see cref="TagNames.Component"/> for documents.</summary>
    public const string State = "state";

    private readonly Counter<long> _records;
    private readonly Counter<long> _dropped;
    private Func<int> _ledgerQueue = static () => 0;
    private Func<int> _stateQueue = static () => 0;

    /// <summary>Makes the instruments.</summary>
    public StorageMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(LlmTelemetry.MeterName, LlmTelemetry.Version);
        _records = meter.CreateCounter<long>(MetricNames.LedgerRecords, "{record}", "Records of requests that were written to the ledger.");
        _dropped = meter.CreateCounter<long>(MetricNames.StorageDropped, "{record}", "What was given up since too much waited for a store that is away.");
        meter.CreateObservableGauge(MetricNames.StorageQueued, Observe, "{record}", "What waits to be written to the store.");
    }

    /// <summary>How many records wait.</summary>
    public int LedgerQueue => _ledgerQueue();

    /// <summary>How many documents wait.</summary>
    public int StateQueue => _stateQueue();

    internal void ObserveLedger(Func<int> queued) => _ledgerQueue = queued;

    /// <summary>Says where waiting documents are counted. To be called once.</summary>
    public void ObserveState(Func<int> queued) => _stateQueue = queued;

    internal void Written(int records) => _records.Add(records);

    /// <summary>Something was given up.</summary>
    /// <param name="component"><see cref="Ledger"/> or <see cref="State"/>.</param>
    /// <param name="count">How many.</param>
    public void Dropped(string component, int count) => _dropped.Add(count, new KeyValuePair<string, object?>(TagNames.Component, component));

    private IEnumerable<Measurement<int>> Observe() =>
    [
        new(LedgerQueue, new KeyValuePair<string, object?>(TagNames.Component, Ledger)),
        new(StateQueue, new KeyValuePair<string, object?>(TagNames.Component, State)),
    ];
}
