using LlmProxy.Configuration;
using LlmProxy.Health.Degradation;
using LlmProxy.Metering.Ledger.Settings;
using LlmProxy.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Metering.Ledger;

/// <summary>Writes records behind the requests, many in one transaction.</summary>
/// <remarks>
/// Batched, a record waits for the interval to pass or its batch to be full; strict, it is written at once, together with all that
/// came while the write before was on its way to the disk. While the store is away records wait in memory and are tried again;
/// at the bound the oldest go, which is counted and told.
/// </remarks>
internal sealed partial class LedgerWriter : ILedger, IHostedLifecycleService, IAsyncDisposable, IDisposable
{
    private readonly LedgerQueue _queue = new();
    private readonly ILedgerStore _store;
    private readonly LlmConfigState _configuration;
    private readonly StorageMetrics _metrics;
    private readonly ILogger _logger;
    private readonly WriteBehind _behind;
    private int _hasTold;

    public LedgerWriter(
        ILedgerStore store, LlmConfigState configuration, StorageMetrics metrics, SideComponent guard, TimeProvider clock, ILogger<LedgerWriter> logger)
    {
        _store = store;
        _configuration = configuration;
        _metrics = metrics;
        _logger = logger;
        _behind = new WriteBehind(WriteAsync, () => Options.FlushInterval, guard, clock);
        metrics.ObserveLedger(() => _queue.Count);
    }

    private LedgerOptions Options => _configuration.Current.Proxy.Ledger;

    /// <inheritdoc/>
    public Task AppendAsync(LedgerRecord record)
    {
        var options = Options;
        var isStrict = options.Durability == LedgerDurability.Strict;
        var batch = _queue.Add(record, options.MaxQueuedRecords, out var dropped, out var isFull);
        if (isFull || isStrict)
            _behind.Hurry();
        else
            _behind.Note();
        if (dropped > 0)
            Tell(dropped);
        // Else nobody waits, and a task of its own would be for nothing.
        return isStrict ? batch.WrittenAsync(record) : batch.Written;
    }

    /// <summary>Waits until all records that were handed over before are on disk.</summary>
    /// <exception cref="IOException">They could not be written.</exception>
    public Task FlushAsync() => _queue.Count == 0 ? Task.CompletedTask : _behind.FlushAsync();

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Here the server has stopped, and all requests are settled.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FlushAsync().WaitAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Told when all is over: it is tried once more.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _behind.DisposeAsync();
        if (_queue.Count is > 0 and var lost)
            Log.Lost(_logger, lost);
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async ValueTask WriteAsync()
    {
        // What comes meanwhile has an interval of its own, or has asked to hurry.
        for (var left = _queue.Count; left > 0 && _queue.Take() is { } batch; left -= batch.Records.Count)
        {
            try
            {
                await _store.AppendAsync(batch.Records, CancellationToken.None);
            }
            catch (IOException e)
            {
                _queue.Fail(e);
                throw;
            }
            catch (Exception e)
            {
                // Nothing is wrong with the store, but with a record; it must not keep the others back for ever.
                Log.Unwritable(_logger, e);
                await WriteOneByOneAsync(batch);
            }

            _queue.Remove(batch);
            batch.Succeeded();
            _metrics.Written(batch.Records.Count - batch.UnwritableCount);
            Volatile.Write(ref _hasTold, 0);
        }
    }

    private async ValueTask WriteOneByOneAsync(LedgerBatch batch)
    {
        foreach (var record in batch.Records)
        {
            try
            {
                await _store.AppendAsync([record], CancellationToken.None);
            }
            catch (IOException e)
            {
                _queue.Fail(e);
                throw;
            }
            catch (Exception e)
            {
                if (batch.Reject(record, e))
                    _metrics.Dropped(StorageMetrics.Ledger, 1);
            }
        }
    }

    private void Tell(int dropped)
    {
        _metrics.Dropped(StorageMetrics.Ledger, dropped);
        if (Interlocked.Exchange(ref _hasTold, 1) == 0)
            Log.Dropped(_logger, _queue.Count);
    }

    // Event ids 440 to 442. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(
            440, LogLevel.Error,
            "The ledger's store is away and {Count} records wait, the most that may; from now on the oldest are dropped, counted in llmproxy.storage.dropped.",
            EventName = "LedgerRecordsDropped")]
        public static partial void Dropped(ILogger logger, int count);

        [LoggerMessage(442, LogLevel.Error, "A record cannot be written, and is dropped.", EventName = "LedgerRecordUnwritable")]
        public static partial void Unwritable(ILogger logger, Exception exception);

        [LoggerMessage(441, LogLevel.Error, "The gateway ends with {Count} records that the ledger's store has not taken.", EventName = "LedgerRecordsLost")]
        public static partial void Lost(ILogger logger, int count);
    }
}
