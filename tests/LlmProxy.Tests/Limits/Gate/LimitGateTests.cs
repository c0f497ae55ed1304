using LlmProxy.Limits;

namespace LlmProxy.Tests.Limits.Gate;

public class LimitGateTests
{
    private readonly LimitFixture _all = new();

    [Fact]
    public void TryReserve_LastLimitRefuses_NoneOfTheOthersIsUsed()
    {
        var (requests, tokens, places) = (_all.Requests(10), _all.Tokens(1000), LimitFixture.Places(1));
        Assert.Null(_all.Gate.TryReserve(_all.Reservation(requests, tokens, places), new(100, null)));

        var refusal = _all.Gate.TryReserve(_all.Reservation(requests, tokens, places), new(100, null), out var refusing);

        Assert.Equal(LimitKind.ConcurrentRequests, refusal!.Info.Kind);
        Assert.Equal(2, refusing);
        Assert.Equal((1, 100, 1), (_all.Level(requests), _all.Level(tokens), places.Taken));
    }

    [Fact]
    public void Settle_AtWhatWasUsed_KeepsTheRequestAndGivesTheRestBack()
    {
        var (requests, tokens, places) = (_all.Requests(10), _all.Tokens(1000), LimitFixture.Places(1));
        var reservation = _all.Reservation(requests, tokens, places);
        _all.Gate.TryReserve(reservation, new(700, null));
        reservation.Settle(new(120, 0.01m));
        Assert.Equal((1, 120, 0), (_all.Level(requests), _all.Level(tokens), places.Taken));
    }

    [Fact]
    public void Release_NothingUsed_AllIsAsBefore()
    {
        var (requests, tokens, places) = (_all.Requests(10), _all.Tokens(1000), LimitFixture.Places(1));
        var reservation = _all.Reservation(requests, tokens, places);
        _all.Gate.TryReserve(reservation, new(700, null));
        reservation.Release();
        Assert.Equal((0, 0, 0), (_all.Level(requests), _all.Level(tokens), places.Taken));
    }

    [Fact]
    public void Settle_TwiceThenRelease_FirstCounts()
    {
        var (tokens, places) = (_all.Tokens(1000), LimitFixture.Places(2));
        var (one, other) = (_all.Reservation(tokens, places), _all.Reservation(tokens, places));
        _all.Gate.TryReserve(one, new(300, null));
        _all.Gate.TryReserve(other, new(300, null));
        one.Settle(new(200, null));
        one.Settle(new(900, null));
        one.Release();
        Assert.Equal((500, 1), (_all.Level(tokens), places.Taken));
    }

    [Fact]
    public void Reservations_SomeHeld_TellsWhoHoldsThem()
    {
        var places = LimitFixture.Places(5);
        var all = Enumerable.Range(0, 3).Select(_ => _all.Reservation("acme", places)).ToArray();
        foreach (var one in all)
            _all.Gate.TryReserve(one, new(0, null));
        all[1].Release();
        Assert.Equal(["request3", "request1"], _all.Gate.Reservations().Select(one => one.RequestId));
        Assert.All(_all.Gate.Reservations(), one => Assert.Equal(new LimitOwner("key", "acme", null), one.Owner));
        all[2].Release();
        all[0].Release();
        Assert.Empty(_all.Gate.Reservations());
        Assert.Equal(0, _all.Gate.Held);
    }

    [Fact]
    public void TryReserve_TwoTokenLimits_StandingIsOfTheTighter()
    {
        var (wide, tight, requests) = (_all.Tokens(1000), _all.Tokens(500, LimitScopes.User), _all.Requests(10));
        var reservation = _all.Reservation(wide, tight, requests);
        _all.Gate.TryReserve(reservation, new(100, null));
        Assert.Equal(new LimitQuota(500, 400, TimeSpan.FromMinutes(1)), reservation.Standing.Tokens);
        Assert.Equal(new LimitQuota(10, 9, TimeSpan.FromMinutes(1)), reservation.Standing.Requests);
    }

    [Fact]
    public void TryReserve_AsksMoreThanTheLimit_NeverFits()
    {
        var refusal = _all.Gate.TryReserve(_all.Reservation(_all.Tokens(1000, name: "acme")), new(1001, null))!;
        Assert.False(refusal.MayWait);
        Assert.False(refusal.Error.ShouldRetry);
        Assert.Null(refusal.Error.RetryAfter);
        Assert.Equal((429, "rate_limit_exceeded"), (refusal.Error.Status, refusal.Error.Code));
        Assert.StartsWith("Request too large for the limit of 1000 tokens per minute for tenant 'acme': 1001 asked.", refusal.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryReserve_UsedUp_ErrorTellsWhichWhoseHowMuchAndWhen()
    {
        var tokens = _all.Tokens(1000, name: "acme");
        _all.Gate.TryReserve(_all.Reservation(tokens), new(900, null));
        _all.Clock.Advance(TimeSpan.FromSeconds(47.5));
        var refusal = _all.Gate.TryReserve(_all.Reservation(tokens), new(200, null))!;
        Assert.True(refusal.MayWait);
        Assert.Equal(TimeSpan.FromSeconds(12.5), refusal.Error.RetryAfter);
        Assert.Equal(
            "The limit of 1000 tokens per minute for tenant 'acme' is reached: 900 used or reserved, 200 asked. Try again in 12.5s.",
            refusal.Error.Message);
    }

    [Fact]
    public void TryReserve_AsksNoTokens_PassesEvenInDebt()
    {
        var tokens = _all.Tokens(100);
        var debtor = _all.Reservation(tokens);
        _all.Gate.TryReserve(debtor, new(100, null));
        debtor.Settle(new(500, null));
        Assert.Null(_all.Gate.TryReserve(_all.Reservation(tokens), new(0, null)));
        Assert.NotNull(_all.Gate.TryReserve(_all.Reservation(tokens), new(1, null)));
    }

    [Fact]
    public void TryReserve_TwoHundredThreadsOfSevenAgainstThousand_ExactlyAsManyAsFit()
    {
        const int limit = 1000;
        var (tokens, requests) = (_all.Tokens(limit), _all.Requests(1000));
        var passed = 0;
        var worst = 0L;
        var threads = Enumerable.Range(0, 200).Select(_ => new Thread(() =>
        {
            if (_all.Gate.TryReserve(_all.Reservation(tokens, requests), new(7, null)) is null)
                Interlocked.Increment(ref passed);
            InterlockedMax(ref worst, _all.Level(tokens));
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.Equal(142, passed); // 142 * 7 = 994
        Assert.Equal(994, worst);
        Assert.Equal(142, _all.Level(requests)); // those that were refused used up none
    }

    private static void InterlockedMax(ref long target, long value)
    {
        for (var seen = Volatile.Read(ref target); seen < value; seen = Volatile.Read(ref target))
            Interlocked.CompareExchange(ref target, value, seen);
    }
}
