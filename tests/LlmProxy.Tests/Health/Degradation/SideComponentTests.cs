using System.Diagnostics.Metrics;
using LlmProxy.Health.Degradation;
using LlmProxy.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Tests.Health.Degradation;

public sealed class SideComponentTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly LogCollector _log = new();
    private readonly Degradations _degradations;
    private readonly SideComponent _ledger;

    public SideComponentTests()
    {
        _degradations = TestComponents.Create(_clock, services => services.AddSingleton<ILoggerFactory>(_log));
        _ledger = _degradations.Get("ledger");
    }

    public void Dispose() => _log.Dispose();

    [Fact]
    public void TryRun_Throws_IsSwallowedAndRecordedByTypeAlone()
    {
        var ran = _ledger.TryRun(static _ => throw new InvalidOperationException("Host=db;Password=secret"), 0);

        Assert.False(ran);
        Assert.Equal(new DegradationRecord(_clock.GetUtcNow(), "InvalidOperationException"), _ledger.Current);
    }

    [Fact]
    public void Report_ManyTimes_LogsOnceAndKeepsTheBeginning()
    {
        var began = _clock.GetUtcNow();
        for (var i = 0; i < 5; i++)
        {
            _ledger.Report("unreachable");
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        var entry = Assert.Single(_log.Entries);
        Assert.Equal(240, entry.Id.Id);
        Assert.Equal(LogLevel.Warning, entry.Level);
        Assert.Equal(began, _ledger.Current!.Since);
    }

    [Fact]
    public void Succeeded_SoonAfterAFailure_IsNoRecovery()
    {
        _ledger.Report("unreachable");
        _clock.Advance(TimeSpan.FromSeconds(9));
        _ledger.Succeeded();
        Assert.NotNull(_ledger.Current);

        _clock.Advance(TimeSpan.FromSeconds(1));
        _ledger.Succeeded();

        Assert.Null(_ledger.Current);
        Assert.Equal([240, 241], _log.Entries.Select(entry => entry.Id.Id));
    }

    [Fact]
    public void Recovered_Broken_IsSaidOnce()
    {
        _ledger.Report("unreachable");
        _ledger.Recovered();
        _ledger.Recovered();

        Assert.Null(_ledger.Current);
        Assert.Equal([240, 241], _log.Entries.Select(entry => entry.Id.Id));
    }

    [Fact]
    public async Task TryRunAsync_KeepsFailing_IsLeftAloneAndThenProbed()
    {
        var calls = 0;
        ValueTask Fail(int _, CancellationToken token)
        {
            calls++;
            throw new IOException();
        }

        for (var i = 0; i < 10; i++)
            Assert.False(await _ledger.TryRunAsync(Fail, 0, CancellationToken.None));
        Assert.Equal(4, calls);

        // The pause of 15 s is over: one call probes.
        _clock.Advance(TimeSpan.FromSeconds(15));
        Assert.True(await _ledger.TryRunAsync(static (_, _) => ValueTask.CompletedTask, 0, CancellationToken.None));
        Assert.Null(_ledger.Current);
    }

    [Fact]
    public async Task TryRunAsync_ProbeFails_IsLeftAloneAgain()
    {
        var calls = 0;
        ValueTask Fail(int _, CancellationToken token)
        {
            calls++;
            throw new IOException();
        }

        for (var i = 0; i < 4; i++)
            await _ledger.TryRunAsync(Fail, 0, CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(15));
        for (var i = 0; i < 4; i++)
            await _ledger.TryRunAsync(Fail, 0, CancellationToken.None);

        Assert.Equal(5, calls);
    }

    [Fact]
    public async Task TryRunAsync_TakesTooLong_IsCutOff()
    {
        var running = _ledger.TryRunAsync(
            static (_, token) => new ValueTask(Task.Delay(Timeout.InfiniteTimeSpan, token)), 0, CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.False(await running);
        Assert.Equal("TimeoutRejectedException", _ledger.Current!.Reason);
    }

    [Fact]
    public async Task TryRunAsync_CallerLeft_IsNoFailureOfTheComponent()
    {
        using var gone = new CancellationTokenSource();
        var running = _ledger.TryRunAsync(static (_, token) => new ValueTask(Task.Delay(Timeout.InfiniteTimeSpan, token)), 0, gone.Token);
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await running);
        Assert.Null(_ledger.Current);
    }

    [Fact]
    public void TryRun_GoesWell_AllocatesNothing()
    {
        Action<int> nothing = static _ => { };
        for (var i = 0; i < 100; i++)
            _ledger.TryRun(nothing, 0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            _ledger.TryRun(nothing, 0);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Report_ListenerOfMetricsThrows_IsStillRecorded()
    {
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Name == "llmproxy.side.failures")
                own.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            // Only for this test's own component: others run at the same time.
            foreach (var tag in tags)
            {
                if (tag.Value is "fragile")
                    throw new InvalidOperationException();
            }
        });
        listener.Start();
        var fragile = TestComponents.Create(_clock, services => services.AddSideComponent("fragile")).Get("fragile");

        fragile.Report("unreachable");

        Assert.Equal("unreachable", fragile.Current!.Reason);
    }

    [Fact]
    public async Task HealthCheck_OneBroken_IsDegradedAndTellsWhichAndWhy()
    {
        _ledger.Report("unreachable");

        var result = await new DegradationHealthCheck(_degradations).CheckHealthAsync(new HealthCheckContext());

        Assert.Equal(HealthStatus.Degraded, result.Status);
        Assert.Equal(
            ["answer_observers", "ledger", "metrics", "request_log", "spans", "telemetry_export"], result.Data.Keys);
        Assert.Equal(new ComponentHealth("degraded", _clock.GetUtcNow(), "unreachable"), result.Data["ledger"]);
        Assert.Equal(new ComponentHealth("ok", null, null), result.Data["spans"]);
    }
}
