using System.Diagnostics.Metrics;
using LlmProxy.Configuration;
using LlmProxy.Health.Degradation;
using LlmProxy.Metering.Ledger;
using LlmProxy.Metering.Ledger.Settings;
using LlmProxy.Storage;
using LlmProxy.Tests.Health;
using LlmProxy.Tests.Health.Degradation;
using LlmProxy.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Tests.Metering.Ledger;

public sealed class LedgerWriterTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly LogCollector _log = new();
    private readonly ScriptedLedgerStore _store = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly SideComponent _guard;
    private LedgerWriter? _writer;

    public LedgerWriterTests() => _guard = TestComponents.Create(_clock).Get("ledger");

    public void Dispose()
    {
        _writer?.Dispose();
        _services.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task AppendAsync_Batched_WritesOnceTheIntervalHasPassed()
    {
        var writer = Create(new());
        var first = writer.AppendAsync(LedgerRecords.Plain(1));
        var second = writer.AppendAsync(LedgerRecords.Plain(2));
        _clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(first.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await first;
        await second;
        Assert.Equal([2], _store.Writes);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1_000)]
    [InlineData(60_000)]
    public async Task AppendAsync_RecordsKeepComing_NoneWaitsLongerThanTheInterval(int milliseconds)
    {
        var interval = TimeSpan.FromMilliseconds(milliseconds);
        var writer = Create(new() { FlushInterval = interval });
        // A record in each fifth of three intervals: the first of each interval sets its end, and those that follow do not move it.
        for (var round = 0; round < 3; round++)
        {
            var appended = new List<Task>();
            for (var i = 0; i < 5; i++)
            {
                appended.Add(writer.AppendAsync(LedgerRecords.Plain((round * 5) + i)));
                _clock.Advance(interval / 5);
            }

            await Task.WhenAll(appended);
        }

        Assert.Equal([5, 5, 5], _store.Writes);
    }

    [Fact]
    public async Task AppendAsync_BatchIsFull_WritesWithoutTheInterval()
    {
        var writer = Create(new());
        var appended = Enumerable.Range(0, LedgerBatch.MaxRecords).Select(i => writer.AppendAsync(LedgerRecords.Plain(i))).ToArray();
        await Task.WhenAll(appended);
        Assert.Equal(LedgerBatch.MaxRecords, _store.Writes.Sum());
    }

    [Fact]
    public async Task AppendAsync_Strict_WritesAtOnceAndGathersWhatComesMeanwhile()
    {
        var entered = new TaskCompletionSource();
        var open = new TaskCompletionSource();
        _store.OnWrite = () =>
        {
            entered.TrySetResult();
            return open.Task;
        };
        var writer = Create(new() { Durability = LedgerDurability.Strict });
        var first = writer.AppendAsync(LedgerRecords.Plain(0));
        await entered.Task;
        var others = Enumerable.Range(1, 20).Select(i => writer.AppendAsync(LedgerRecords.Plain(i))).ToArray();
        Assert.False(first.IsCompleted);
        open.SetResult();
        await first;
        await Task.WhenAll(others);
        Assert.Equal([1, 20], _store.Writes);
    }

    [Fact]
    public async Task AppendAsync_StoreIsAway_FaultsAndIsWrittenOnceItIsBack()
    {
        _store.OnWrite = static () => throw new StorageException("disk_full", "No space.");
        var writer = Create(new() { Durability = LedgerDurability.Strict });
        await Assert.ThrowsAsync<StorageException>(() => writer.AppendAsync(LedgerRecords.Plain(1)));
        // Ends when the second try is over and told; the pause after it is 500 ms.
        await Assert.ThrowsAsync<StorageException>(writer.FlushAsync);
        Assert.Equal("disk_full", _guard.Current?.Reason);

        _store.OnWrite = static () => Task.CompletedTask;
        // The one that failed goes first; a record that comes later has a task of its own.
        var later = writer.AppendAsync(LedgerRecords.Plain(2));
        Assert.False(later.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        await later;
        await writer.DisposeAsync();
        Assert.Equal([1, 1], _store.Writes);
        Assert.Null(_guard.Current);
    }

    [Fact]
    public async Task AppendAsync_OneRecordCannotBeWritten_FailsAloneUnderStrict()
    {
        var open = new TaskCompletionSource();
        _store.OnWrite = () => open.Task;
        _store.Unwritable = LedgerRecords.Plain(2).Id;
        var writer = Create(new() { Durability = LedgerDurability.Strict });
        // Wherever the first write begins, the last three go together or one after another.
        var good = writer.AppendAsync(LedgerRecords.Plain(1));
        var bad = writer.AppendAsync(LedgerRecords.Plain(2));
        var neighbour = writer.AppendAsync(LedgerRecords.Plain(3));
        open.SetResult();

        await good;
        await neighbour;
        await Assert.ThrowsAsync<IOException>(() => bad);
        Assert.Equal(2, _store.Writes.Sum());
        Assert.Null(_guard.Current);
        Assert.Single(_log.Entries, entry => entry.Id.Id == 442);
    }

    [Fact]
    public async Task AppendAsync_TooMuchWaits_DropsTheOldestAndTellsOnce()
    {
        using var meter = new MeterListener();
        long dropped = 0;
        meter.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "llmproxy.storage.dropped")
                listener.EnableMeasurementEvents(instrument);
        };
        meter.SetMeasurementEventCallback<long>((_, value, _, _) => dropped += value);
        meter.Start();
        _store.OnWrite = static () => throw new StorageException("disk_full", "No space.");
        var writer = Create(new() { MaxQueuedRecords = 1_000 });
        await Assert.ThrowsAsync<StorageException>(() =>
        {
            var first = writer.AppendAsync(LedgerRecords.Plain(0));
            _clock.Advance(TimeSpan.FromSeconds(1));
            return first;
        });
        for (var i = 1; i <= 3_000; i++)
            _ = writer.AppendAsync(LedgerRecords.Plain(i));

        // 3,001 came and at most 1,000 wait; batches of 512 go as wholes.
        Assert.InRange(dropped, 2_001, 2_001 + 512);
        Assert.Single(_log.Entries, entry => entry.Id.Id == 440);
        _store.OnWrite = static () => Task.CompletedTask;
        await writer.FlushAsync();
        Assert.Equal(3_001 - dropped, _store.Writes.Sum());
    }

    [Fact]
    public async Task DisposeAsync_RecordsWait_WritesThem()
    {
        var writer = Create(new());
        var appended = writer.AppendAsync(LedgerRecords.Plain(1));
        await writer.DisposeAsync();
        await appended;
        Assert.Equal([1], _store.Writes);
    }

    [Fact]
    public async Task DisposeAsync_StoreIsAway_TellsHowManyAreLost()
    {
        _store.OnWrite = static () => throw new StorageException("disk_full", "No space.");
        var writer = Create(new());
        _ = writer.AppendAsync(LedgerRecords.Plain(1));
        await writer.DisposeAsync();
        Assert.Single(_log.Entries, entry => entry.Id.Id == 441 && entry.Text.Contains("1 records", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SumAsync_RecordsWait_CountsThem()
    {
        var writer = Create(new());
        _ = writer.AppendAsync(LedgerRecords.Plain(1, 0.25m));
        var store = new CurrentLedgerStore(_store, writer, _clock);
        var sum = Assert.Single(await store.SumAsync(new(), CostGrouping.None, 10, CancellationToken.None));
        Assert.Equal(0.25m, sum.Cost);
    }

    private LedgerWriter Create(LedgerOptions options)
    {
        var state = new LlmConfigState { Current = new() { Proxy = new() { Ledger = options } } };
        return _writer = new LedgerWriter(
            _store, state, new StorageMetrics(_services.GetRequiredService<IMeterFactory>()), _guard, _clock, new Logger<LedgerWriter>(_log));
    }
}
