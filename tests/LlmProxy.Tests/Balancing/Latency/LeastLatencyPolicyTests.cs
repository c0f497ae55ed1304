using LlmProxy.Balancing.Latency;
using LlmProxy.Balancing.Settings;
using LlmProxy.Core.Requests;
using LlmProxy.Exchange;
using LlmProxy.Tests.Exchange.Delivery;
using Yarp.ReverseProxy.Model;

namespace LlmProxy.Tests.Balancing.Latency;

public sealed class LeastLatencyPolicyTests
{
    private static readonly LeastLatencyOptions Options = new();
    private readonly TestClock _clock = new();
    private readonly LatencyBoard _board;
    private readonly DestinationState[] _two = BalancingFixture.Destinations(2);
    private readonly Random _random = new(7);
    private readonly LeastLatencyPolicy _policy;

    public LeastLatencyPolicyTests()
    {
        _board = new LatencyBoard(_clock);
        _policy = new LeastLatencyPolicy(_board, _random.NextDouble);
    }

    [Fact]
    public void Pick_OneIsSlower_TheOtherIsChosen()
    {
        Note(_two[0], 900);
        Note(_two[1], 300);

        Assert.Equal(["d1"], Picks(50));
    }

    [Fact]
    public void Pick_FastOneIsBusy_WaitCountsForEachRequest()
    {
        Note(_two[0], 900);
        Note(_two[1], 300);

        // 300 · (1 + 1) = 600 and 300 · (2 + 1) = 900 are no more than 900; 300 · (3 + 1) = 1,200 is.
        _two[1].ConcurrentRequestCount = 1;
        Assert.Equal(["d1"], Picks(20));
        _two[1].ConcurrentRequestCount = 3;
        Assert.Equal(["d0"], Picks(20));
    }

    [Fact]
    public void Pick_SlowOneHasFaded_IsTriedAgain()
    {
        Note(_two[0], 800);
        Note(_two[1], 100);
        for (var i = 0; i < 29; i++)
        {
            _clock.Advance(1);
            Note(_two[1], 100);
        }

        // 800 after 29 s is 107, after 31 s 93.
        Assert.Equal(["d1"], Picks(20));
        _clock.Advance(2);
        Note(_two[1], 100);
        Assert.Equal(["d0"], Picks(20));

        // And is judged by what it shows then: 800 pulled to 100 by 31 s.
        Note(_two[0], 100);
        Assert.Equal(100 + (700 * Math.Pow(2, -3.1)), _board.Of(_two[0]).Estimate(true, _board.NowMs, 10_000)!.Value, 1.0);
    }

    [Fact]
    public void Pick_NeverMeasured_GetsOneRequestThenAsManyAsTheOther()
    {
        Note(_two[0], 1);

        Assert.Equal(["d1"], Picks(20));
        _two[1].ConcurrentRequestCount = 1;
        Assert.Equal(["d0"], Picks(20));
        _two[0].ConcurrentRequestCount = 2;
        Assert.Equal(["d1"], Picks(20));
    }

    [Fact]
    public void Pick_NothingMeasured_BothAreChosen() => Assert.Equal(["d0", "d1"], Picks(50));

    [Fact]
    public void Pick_WholeAnswers_DoNotCountForStreams()
    {
        Note(_two[0], 300);
        Note(_two[1], 400);
        Note(_two[0], 20_000, streamed: false);

        Assert.Equal(["d0"], Picks(20));
    }

    [Fact]
    public void Pick_OnlyAmongThoseGiven()
    {
        Note(_two[0], 900);

        Assert.Same(_two[0], _policy.Pick([_two[0]], true, Options));
        Assert.Null(_policy.Pick([], true, Options));
    }

    [Fact]
    public void Pick_FiveAlike_EachIsChosen()
    {
        var five = BalancingFixture.Destinations(5);
        var picks = Enumerable.Range(0, 5_000).Select(_ => _policy.Pick(five, true, Options)!).CountBy(pick => pick.DestinationId).ToDictionary();

        // 1,000 each; chi-square with 4 degrees of freedom is above 18.5 in one run of a thousand.
        Assert.True(picks.Values.Sum(n => (n - 1_000.0) * (n - 1_000) / 1_000) < 18.5);
    }

    [Fact]
    public void Pick_Settled_AllocatesNothing()
    {
        Note(_two[0], 900);
        Note(_two[1], 300);

        Assert.Equal(0, BalancingFixture.Allocated(() => _policy.Pick(_two, true, Options)));
    }

    [Fact]
    public void NoteAnswer_StreamCommittedBeforeItsFirstToken_IsMeasuredLaterAndOnce()
    {
        var attempt = Attempt(stream: true);
        _board.NoteAnswer(attempt);
        Assert.Null(Estimate(streamed: true));

        attempt.Answer.FirstTokenAt = attempt.SentAt + TimeSpan.FromMilliseconds(250).Ticks;
        _board.NoteAnswer(attempt);
        attempt.Answer.FirstTokenAt += TimeSpan.TicksPerSecond;
        _board.NoteAnswer(attempt);

        Assert.Equal(250, Estimate(streamed: true)!.Value, 0.5);
    }

    [Fact]
    public void NoteAnswer_NotStreamed_IsMeasuredToItsHeaders()
    {
        var attempt = Attempt(stream: false);
        attempt.HeadersAt = attempt.SentAt + TimeSpan.FromSeconds(4).Ticks;
        _board.NoteAnswer(attempt);

        Assert.Equal(4_000, Estimate(streamed: false)!.Value, 1.0);
        Assert.Null(Estimate(streamed: true));
    }

    [Fact]
    public void NoteFailure_Fast_CountsAsSlow()
    {
        var attempt = Attempt(stream: true);
        _clock.Advance(0.001);
        _board.NoteFailure(attempt);

        Assert.Equal(10_000, Estimate(streamed: true)!.Value, 1.0);
    }

    [Fact]
    public void NoteFailure_Slow_CountsAsItWas()
    {
        var attempt = Attempt(stream: true);
        _clock.Advance(30);
        _board.NoteFailure(attempt);

        Assert.Equal(30_000, Estimate(streamed: true)!.Value, 1.0);
    }

    [Fact]
    public void NoteAnswer_DestinationOfAnotherPolicy_IsNotMeasured()
    {
        var attempt = Attempt(stream: false);
        attempt.Destination = new DestinationState("other");
        attempt.HeadersAt = attempt.SentAt + 1;
        _board.NoteAnswer(attempt);

        Assert.False(attempt.IsMeasured);
    }

    private LlmAttempt Attempt(bool stream)
    {
        _board.Of(_two[0]);
        var exchange = Exchanges.Create();
        exchange.Request = new LlmRequest { Body = default, Stream = stream };
        var attempt = exchange.Attempt!;
        attempt.Destination = _two[0];
        attempt.SentAt = _clock.GetTimestamp();
        return attempt;
    }

    private double? Estimate(bool streamed) => _board.Of(_two[0]).Estimate(streamed, _board.NowMs, 10_000);

    private void Note(DestinationState destination, double ms, bool streamed = true) =>
        _board.Of(destination).Note(streamed, ms, _board.NowMs, 10_000);

    private IEnumerable<string> Picks(int count) =>
        Enumerable.Range(0, count).Select(_ => _policy.Pick(_two, true, Options)!.DestinationId).Distinct().Order();
}
