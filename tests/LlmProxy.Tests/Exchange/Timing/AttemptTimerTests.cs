using LlmProxy.Exchange.Timing;
using LlmProxy.Failover.Failures;
using LlmProxy.Failover.Settings;

namespace LlmProxy.Tests.Exchange.Timing;

public sealed class AttemptTimerTests : IDisposable
{
    private static readonly AttemptTimeouts Limits = new(
        Connect: TimeSpan.FromSeconds(1), FirstByte: TimeSpan.FromSeconds(10), Idle: TimeSpan.FromSeconds(5), Total: TimeSpan.FromSeconds(60));

    private readonly TimerClock _clock = new();
    private readonly AttemptTimers _pool;
    private readonly AttemptTimer _timer;

    public AttemptTimerTests()
    {
        _pool = new AttemptTimers(_clock);
        _timer = new AttemptTimer(_pool, _clock);
    }

    public void Dispose() => _timer.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Total_Passed_CancelsWhateverComes(bool isStream)
    {
        Start(isStream);
        _timer.NoteFirstByte(isStream);
        for (var i = 0; i < 59; i++)
        {
            _timer.BeginWait();
            _clock.Advance(1);
            _timer.EndWait();
        }

        Assert.False(_timer.Token.IsCancellationRequested);
        _clock.Advance(1);
        Assert.Equal(FailureKind.TotalTimeout, _timer.Expired);
        Assert.True(_timer.Token.IsCancellationRequested);
    }

    [Fact]
    public void Total_PassedBeforeTheAttemptBegan_CancelsAtOnce()
    {
        var arrived = _clock.GetTimestamp();
        _clock.Advance(61);

        _timer.Start(Limits, arrived, isStream: false, default);

        Assert.Equal(FailureKind.TotalTimeout, _timer.Expired);
        Assert.True(_timer.Token.IsCancellationRequested);
    }

    [Fact]
    public void FirstByte_ReadsBeforeIt_DoNotPutItOff()
    {
        Start(isStream: true);
        _clock.Advance(6);
        _timer.BeginWait();
        _clock.Advance(3.9);
        Assert.Null(_timer.Expired);
        _clock.Advance(0.2);

        Assert.Equal(FailureKind.FirstByteTimeout, _timer.Expired);
    }

    [Fact]
    public void FirstByte_OfAWholeAnswer_HasNoLimit()
    {
        Start(isStream: false);
        _clock.Advance(59);

        Assert.Null(_timer.Expired);
    }

    [Fact]
    public void Idle_ShorterThanTheFirstBytesLimit_CountsFromTheLastByte()
    {
        Start(isStream: true);
        _clock.Advance(1);
        _timer.NoteFirstByte(isStream: true);
        _timer.BeginWait();
        _clock.Advance(4.9);
        Assert.Null(_timer.Expired);
        _clock.Advance(0.2);

        Assert.Equal(FailureKind.IdleTimeout, _timer.Expired);
    }

    [Fact]
    public void Idle_WhileTheClientTakesItsTime_DoesNotCount()
    {
        Start(isStream: true);
        _timer.NoteFirstByte(isStream: true);
        _timer.BeginWait();
        _timer.EndWait();
        _clock.Advance(50);
        Assert.Null(_timer.Expired);
        _timer.BeginWait();
        _clock.Advance(4);
        Assert.Null(_timer.Expired);
        _clock.Advance(1);

        Assert.Equal(FailureKind.IdleTimeout, _timer.Expired);
    }

    [Fact]
    public void Reads_Many_LeaveTheTimerAlone()
    {
        Start(isStream: true);
        _timer.NoteFirstByte(isStream: true);
        var before = _clock.Changes;
        for (var i = 0; i < 1000; i++)
        {
            _timer.BeginWait();
            _clock.Advance(0.004);
            _timer.EndWait();
        }

        Assert.Equal(before, _clock.Changes);
    }

    [Fact]
    public void RingEvery_SilentProvider_RingsAndDoesNotPutIdleOff()
    {
        var bell = new Bell();
        Start(isStream: true);
        _timer.NoteFirstByte(isStream: true);
        _timer.RingEvery(bell, TimeSpan.FromSeconds(2));
        _timer.BeginWait();
        _clock.Advance(4.5);
        Assert.Equal(2, bell.Rings);
        _clock.Advance(1);

        Assert.Equal(2, bell.Rings);
        Assert.Equal(FailureKind.IdleTimeout, _timer.Expired);
    }

    [Fact]
    public void RingAt_Once_RingsOnce()
    {
        var bell = new Bell();
        Start(isStream: true);
        _timer.RingAt(bell, _clock.GetTimestamp(), TimeSpan.FromSeconds(3));
        _clock.Advance(2.9);
        Assert.Equal(0, bell.Rings);
        _clock.Advance(5);

        Assert.Equal(1, bell.Rings);
    }

    [Fact]
    public void Outer_Cancelled_CancelsWithoutALimit()
    {
        using var outer = new CancellationTokenSource();
        _timer.Start(Limits, _clock.GetTimestamp(), isStream: true, outer.Token);

        outer.Cancel();

        Assert.True(_timer.Token.IsCancellationRequested);
        Assert.True(_timer.IsAbandoned);
        Assert.Null(_timer.Expired);
    }

    [Fact]
    public void Stop_GoodAttempt_LeavesATimerForTheNextWithItsOwnLimits()
    {
        var bell = new Bell();
        var exchange = Delivery.Exchanges.Create();
        Start(isStream: true);
        _timer.NoteFirstByte(isStream: true);
        _timer.RingEvery(bell, TimeSpan.FromSeconds(2));
        _timer.BeginWait();
        _timer.Stop();
        _clock.Advance(100);
        Assert.Null(_timer.Expired);

        var next = _pool.Start(exchange.Attempt!, default);

        Assert.Same(_timer, next);
        Assert.Same(next, exchange.Attempt!.Timer);
        Assert.Equal(0, bell.Rings);
    }

    [Fact]
    public void Stop_ExpiredAttempt_IsNotUsedAgain()
    {
        Start(isStream: false);
        _clock.Advance(61);
        _timer.Stop();

        using var next = _pool.Start(Delivery.Exchanges.Create().Attempt!, default);

        Assert.NotSame(_timer, next);
    }

    private void Start(bool isStream) => _timer.Start(Limits, _clock.GetTimestamp(), isStream, default);

    private sealed class Bell : IAlarm
    {
        public int Rings { get; private set; }

        public void Ring() => Rings++;
    }
}
