using LlmProxy.Failover.Breakers;
using LlmProxy.Failover.Failures;
using LlmProxy.Failover.Settings;
using LlmProxy.Tests.Failover.Planning;

namespace LlmProxy.Tests.Failover.Breakers;

public sealed class CircuitBreakerTests
{
    private readonly ManualClock _clock = new();
    private readonly List<CircuitChange> _changes = [];
    private readonly CircuitBreaker _breaker;
    private BreakerOptions _options = new()
    {
        ConsecutiveFailures = 3,
        FailureRate = 0.5,
        MinAttempts = 10,
        Window = TimeSpan.FromSeconds(30),
        OpenFor = TimeSpan.FromSeconds(10),
        MaxOpenFor = TimeSpan.FromSeconds(35),
        Probes = 2,
        RampUp = TimeSpan.FromSeconds(30),
    };

    public CircuitBreakerTests() => _breaker = new CircuitBreaker(_clock, _changes.Add);

    private CircuitStatus Status => _breaker.Status(_options);

    [Fact]
    public void Leave_FailuresInRow_Opens()
    {
        Run("fff");

        Assert.Equal(new CircuitStatus(CircuitState.Open, TimeSpan.FromSeconds(10)), Status);
        Assert.False(_breaker.TryEnter(_options, out _));
        Assert.Equal([new(CircuitState.Open, CircuitReason.FailuresInRow, TimeSpan.FromSeconds(10), 3, 3)], _changes);
    }

    [Theory]
    [InlineData("ffsff")]
    [InlineData("ff--ss")]
    [InlineData("--------")]
    public void Leave_FewerFailuresInRow_StaysClosed(string attempts)
    {
        Run(attempts);

        Assert.True(_breaker.IsClosed);
        Assert.Empty(_changes);
    }

    [Fact]
    public void Leave_WhatSaysNothing_DoesNotEndARowOfFailures()
    {
        Run("ff-f");

        Assert.Equal(CircuitState.Open, Status.State);
    }

    [Fact]
    public void Leave_HalfOfTenFail_OpensAtTheTenth()
    {
        Run("sfsfsfsfs");
        Assert.True(_breaker.IsClosed);

        Run("f");

        Assert.Equal([new(CircuitState.Open, CircuitReason.FailureRate, TimeSpan.FromSeconds(10), 10, 5)], _changes);
    }

    [Fact]
    public void Leave_FourOfTenFail_StaysClosed()
    {
        Run("ssfsfssfsf");

        Assert.True(_breaker.IsClosed);
    }

    [Fact]
    public void Leave_OldFailures_LeaveTheWindow()
    {
        Run("sfsfsfsf");
        // Past the window by a slot of it, 3 s: the eight are gone, and two attempts are too few to judge by.
        _clock.Advance(TimeSpan.FromSeconds(33));

        Run("sf");

        Assert.True(_breaker.IsClosed);
    }

    [Fact]
    public void Leave_FailuresSpreadOverTheWindow_AreSummed()
    {
        for (var i = 0; i < 5; i++)
        {
            Run("sf");
            _clock.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(CircuitReason.FailureRate, Assert.Single(_changes).Reason);
    }

    [Fact]
    public void TryEnter_WaitOver_LetsOneProbeInAtATime()
    {
        Run("fff");
        _clock.Advance(TimeSpan.FromSeconds(9.999));
        Assert.False(_breaker.TryEnter(_options, out _));
        _clock.Advance(TimeSpan.FromSeconds(0.001));
        Assert.Equal(new CircuitStatus(CircuitState.HalfOpen, null), Status);

        Assert.True(_breaker.TryEnter(_options, out var probe));

        Assert.False(_breaker.TryEnter(_options, out _));
        Assert.NotNull(Status.RetryIn);
        _breaker.Leave(_options, probe, BreakerSignal.Success);
        Assert.Equal(new CircuitStatus(CircuitState.HalfOpen, null), Status);
        Assert.True(_breaker.TryEnter(_options, out _));
    }

    [Fact]
    public void TryEnter_ManyThreadsWhenTheWaitIsOver_OneIsTheProbe()
    {
        for (var round = 0; round < 200; round++)
        {
            var breaker = new CircuitBreaker(_clock);
            for (var i = 0; i < 3; i++)
            {
                breaker.TryEnter(_options, out var entry);
                breaker.Leave(_options, entry, BreakerSignal.Failure);
            }

            _clock.Advance(TimeSpan.FromSeconds(10));
            var entered = 0;
            Parallel.For(0, 16, _ =>
            {
                if (breaker.TryEnter(_options, out var _))
                    Interlocked.Increment(ref entered);
            });

            Assert.Equal(1, entered);
        }
    }

    [Fact]
    public void Leave_ProbeWithoutAWord_MakesRoomForAnother()
    {
        Run("fff");
        _clock.Advance(TimeSpan.FromSeconds(10));

        Run("-");

        Assert.Equal(new CircuitStatus(CircuitState.HalfOpen, null), Status);
        Run("ss");
        Assert.Equal(CircuitState.Ramping, Status.State);
    }

    [Fact]
    public void Leave_ProbesFail_TheWaitDoublesUpToTheLongest()
    {
        Run("fff");
        double[] waits = [10, 20, 35, 35];
        foreach (var wait in waits)
        {
            Assert.Equal(TimeSpan.FromSeconds(wait), Status.RetryIn);
            _clock.Advance(TimeSpan.FromSeconds(wait));
            Run("f");
        }

        Assert.Equal(CircuitReason.ProbeFailed, _changes[^1].Reason);
    }

    [Fact]
    public void Leave_SecondProbeFails_Opens()
    {
        Run("fff");
        _clock.Advance(TimeSpan.FromSeconds(10));

        Run("sf");

        Assert.Equal(new CircuitStatus(CircuitState.Open, TimeSpan.FromSeconds(20)), Status);
    }

    [Fact]
    public void Share_Ramping_GrowsFromATenthToAll()
    {
        Recover();

        // 0.1 + 0.9 * t / 30 s
        Assert.Equal(0.1, _breaker.Share(_options), 6);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(0.4, _breaker.Share(_options), 6);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(0.7, _breaker.Share(_options), 6);
        Assert.Equal(CircuitState.Ramping, Status.State);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, _breaker.Share(_options), 6);
        Assert.Equal(CircuitState.Closed, Status.State);
    }

    [Fact]
    public void Leave_RampedUp_ClosesAndForgetsTheLongWaits()
    {
        Run("fff");
        _clock.Advance(TimeSpan.FromSeconds(10));
        Run("f");
        _clock.Advance(TimeSpan.FromSeconds(20));
        Run("ss");
        _clock.Advance(TimeSpan.FromSeconds(30));

        Run("s");

        Assert.True(_breaker.IsClosed);
        Assert.Equal(new CircuitChange(CircuitState.Closed, CircuitReason.RampedUp), _changes[^1]);
        Run("fff");
        Assert.Equal(TimeSpan.FromSeconds(10), Status.RetryIn);
    }

    [Fact]
    public void Leave_FailureWhileRamping_OpensForTwiceAsLong()
    {
        Recover();

        Run("sf");

        Assert.Equal(new(CircuitState.Open, CircuitReason.FailedWhileRamping, TimeSpan.FromSeconds(20)), _changes[^1]);
    }

    [Fact]
    public void Leave_NoRampUp_ClosesWithTheLastProbe()
    {
        _options = new BreakerOptions { ConsecutiveFailures = 3, Probes = 1, RampUp = TimeSpan.Zero };
        Run("fff");
        _clock.Advance(TimeSpan.FromSeconds(10));

        Run("s");

        Assert.True(_breaker.IsClosed);
        Assert.Equal(new CircuitChange(CircuitState.Closed, CircuitReason.ProbesAnswered), _changes[^1]);
    }

    [Theory]
    [InlineData(BreakerSignal.Success)]
    [InlineData(BreakerSignal.Failure)]
    public void Leave_BeganBeforeItOpened_TellsNothing(BreakerSignal late)
    {
        Assert.True(_breaker.TryEnter(_options, out var before));
        Run("fff");
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.True(_breaker.TryEnter(_options, out _));

        _breaker.Leave(_options, before, late);

        // The probe still has its place, and nothing was decided.
        Assert.Equal(CircuitState.HalfOpen, Status.State);
        Assert.False(_breaker.TryEnter(_options, out _));
    }

    [Fact]
    public void Broken_EveryStream_CountsEachAttemptOnceAndOpens()
    {
        for (var i = 0; i < 9; i++)
            RunBroken();
        Assert.True(_breaker.IsClosed);

        RunBroken();

        Assert.Equal(new(CircuitState.Open, CircuitReason.FailureRate, TimeSpan.FromSeconds(10), 10, 10), Assert.Single(_changes));
    }

    [Fact]
    public void Broken_TheProbesStream_OpensAgain()
    {
        Run("fff");
        _clock.Advance(TimeSpan.FromSeconds(10));

        RunBroken();

        Assert.Equal(CircuitReason.ProbeFailed, _changes[^1].Reason);
    }

    [Fact]
    public void Broken_StreamFromBeforeItOpened_TellsNothing()
    {
        _breaker.TryEnter(_options, out var before);
        _breaker.Leave(_options, before, BreakerSignal.Success);
        Recover();

        _breaker.Broken(_options, before);

        Assert.Equal(CircuitState.Ramping, Status.State);
    }

    [Fact]
    public void Leave_OptionsOfAReload_HoldAtOnce()
    {
        Run("ff");
        _options = new BreakerOptions { ConsecutiveFailures = 2, OpenFor = TimeSpan.FromSeconds(3) };

        Run("f");

        Assert.Equal(TimeSpan.FromSeconds(3), Status.RetryIn);
    }

    [Fact]
    public void TryEnterAndLeave_Closed_AllocateNothing()
    {
        Run("ss");
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            _breaker.TryEnter(_options, out var entry);
            _breaker.Leave(_options, entry, BreakerSignal.Success);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private void Recover()
    {
        Run("fff");
        _clock.Advance(TimeSpan.FromSeconds(10));
        Run("ss");
        Assert.Equal(CircuitState.Ramping, Status.State);
    }

    private void RunBroken()
    {
        Assert.True(_breaker.TryEnter(_options, out var entry));
        _breaker.Leave(_options, entry, BreakerSignal.Success);
        _breaker.Broken(_options, entry);
    }

    /// <summary>One attempt after the other: <c>s</c> succeeds, <c>f</c> fails, <c>-</c> says nothing.</summary>
    private void Run(string attempts)
    {
        foreach (var attempt in attempts)
        {
            Assert.True(_breaker.TryEnter(_options, out var entry));
            _breaker.Leave(_options, entry, attempt switch
            {
                's' => BreakerSignal.Success,
                'f' => BreakerSignal.Failure,
                _ => BreakerSignal.None,
            });
        }
    }
}
