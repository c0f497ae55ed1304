using LlmProxy.Health.Shutdown;
using LlmProxy.Limits;
using LlmProxy.Limits.Settings;

namespace LlmProxy.Tests.Limits.Queue;

public sealed class FairQueueTests : IDisposable
{
    private readonly LimitFixture _all = new();
    private readonly ShutdownState _shutdown = new();
    private readonly FairQueue _queue;
    private readonly LimitQueueOptions _options = new() { Enabled = true, MaxLength = 50, MaxWait = TimeSpan.FromSeconds(90) };
    private readonly List<string> _served = [];

    public FairQueueTests() => _queue = new(_all.Gate, _all.Clock, _shutdown);

    public void Dispose()
    {
        _queue.Dispose();
        _shutdown.Dispose();
    }

    [Fact]
    public async Task WaitAsync_PlaceGivenBack_PassesInTurn()
    {
        var places = LimitFixture.Places(1);
        var holder = Hold(0, places);
        var (first, _) = Wait("a", 0, places);
        var (second, _) = Wait("a", 0, places);
        Assert.Equal(2, _queue.Length);

        holder.Release();

        Assert.Null(await first);
        Assert.False(second.IsCompleted);
        Assert.Equal((1, 1), (_queue.Length, places.Taken));
    }

    [Fact]
    public async Task WaitAsync_TwoTenantsOfUnequalWeight_AreServedInProportion()
    {
        var places = LimitFixture.Places(1);
        var holding = Hold(0, places);
        // The heavy one comes first, with all that it has.
        var waiting = new List<(string Tenant, Task<LimitRefusal?> Task, Reservation Reservation)>();
        foreach (var (tenant, weight, count) in new[] { ("many", 1, 9), ("paid", 3, 9) })
        {
            for (var i = 0; i < count; i++)
            {
                var (task, reservation) = Wait(tenant, 0, weight, places);
                waiting.Add((tenant, task, reservation));
            }
        }

        for (var i = 0; i < 8; i++)
        {
            holding.Release();
            // Whoever is served goes on in a thread of its own.
            await Task.WhenAny(waiting.Select(one => one.Task));
            var next = Assert.Single(waiting, one => one.Task.IsCompleted);
            Assert.Null(await next.Task);
            waiting.Remove(next);
            _served.Add(next.Tenant);
            holding = next.Reservation;
        }

        // Turns of "many": 0, 1, 2 …; of "paid": 0, 1/3, 2/3, 1, …; of two alike the earlier one.
        Assert.Equal(["many", "paid", "paid", "paid", "many", "paid", "paid", "paid"], _served);
    }

    [Fact]
    public async Task WaitAsync_WindowEnds_PassesByTheClock()
    {
        var tokens = _all.Tokens(100);
        Hold(100, tokens);
        var (task, _) = Wait("a", 60, tokens);
        _all.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(task.IsCompleted);
        _all.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await task);
        Assert.Equal(60, _all.Level(tokens));
    }

    [Fact]
    public async Task WaitAsync_TurnBeyondPatience_IsRefusedAtOnceWithTheTimeOfItsTurn()
    {
        var tokens = _all.Tokens(100);
        Hold(100, tokens);
        _all.Clock.Advance(TimeSpan.FromSeconds(20));
        var (first, _) = Wait("a", 100, tokens); // in 40 s
        var (second, _) = Wait("a", 50, tokens); // in the window after that: 100 s, more than 90

        var refusal = (await second)!;

        Assert.Equal(TimeSpan.FromSeconds(100), refusal.Error.RetryAfter);
        Assert.Equal(429, refusal.Error.Status);
        Assert.False(first.IsCompleted);
        Assert.Equal(1, _queue.Length);
    }

    [Fact]
    public async Task WaitAsync_PatienceEnds_IsRefusedWithItsOwnFigures()
    {
        var places = LimitFixture.Places(1);
        Hold(0, places);
        var (task, _) = Wait("a", 0, places);
        _all.Clock.Advance(TimeSpan.FromSeconds(90));
        Assert.Contains("limit of 1 requests at once for route 'r' is reached: 1 used", (await task)!.Error.Message, StringComparison.Ordinal);
        Assert.Equal(0, _queue.Length);
    }

    [Fact]
    public async Task WaitAsync_LargeBeforeSmall_SmallOnesDoNotStarveIt()
    {
        var tokens = _all.Tokens(100);
        var (a, b) = (Hold(50, tokens), Hold(50, tokens));
        var (large, _) = Wait("a", 80, tokens);
        var (small, _) = Wait("b", 10, tokens);

        a.Release(); // 50 are left: enough for the small one, which came later
        Assert.False(small.IsCompleted);
        Assert.True(_queue.Blocks([new(tokens)]));
        b.Release();

        Assert.Null(await large);
        Assert.Null(await small);
    }

    [Fact]
    public async Task WaitAsync_OtherLimits_PassesBy()
    {
        var (busy, idle) = (LimitFixture.Places(1), LimitFixture.Places(1));
        Hold(0, busy);
        var (blocked, _) = Wait("a", 0, busy);
        var (free, _) = Wait("a", 0, idle);
        Assert.Null(await free);
        Assert.False(blocked.IsCompleted);
        Assert.False(_queue.Blocks([new(idle)]));
    }

    [Fact]
    public async Task WaitAsync_CallerLeaves_MakesRoomForTheNext()
    {
        var tokens = _all.Tokens(100);
        Hold(50, tokens);
        using var gone = new CancellationTokenSource();
        var waiter = new LimitWaiter(_all.Reservation("a", tokens), new(80, null), 1);
        var large = _queue.WaitAsync(waiter, _options, gone.Token);
        var (small, _) = Wait("b", 10, tokens);
        Assert.False(small.IsCompleted);

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        Assert.Null(await small);
        Assert.Equal(0, _queue.Length);
    }

    [Fact]
    public async Task WaitAsync_Full_IsRefused()
    {
        _options.MaxLength = 1;
        var places = LimitFixture.Places(1);
        Hold(0, places);
        var (first, _) = Wait("a", 0, places);
        var (second, _) = Wait("b", 0, places);
        Assert.Equal((429, "rate_limit_exceeded"), ((await second)!.Error.Status, (await second)!.Error.Code));
        Assert.False(first.IsCompleted);
    }

    [Fact]
    public async Task WaitAsync_GatewayStops_AllAreToldSo()
    {
        var places = LimitFixture.Places(1);
        Hold(0, places);
        var (before, _) = Wait("a", 0, places);
        _shutdown.EndDrain();
        var (after, _) = Wait("a", 0, places);
        Assert.Equal("gateway_stopping", (await before)!.Error.Code);
        Assert.Equal("gateway_stopping", (await after)!.Error.Code);
    }

    [Fact]
    public async Task WaitAsync_BlockedByOneLimitAfterAnother_KeepsItsClaimOnBoth()
    {
        var (one, two) = (LimitFixture.Places(1), LimitFixture.Places(1));
        var (a, b) = (Hold(0, one), Hold(0, two));
        var (both, _) = Wait("x", 0, one, two);
        a.Release(); // refused by the second now, with a claim on the first
        var (later, _) = Wait("y", 0, one);
        Assert.False(later.IsCompleted);
        b.Release();
        Assert.Null(await both);
        Assert.False(later.IsCompleted);
    }

    [Fact]
    public async Task WaitAsync_RefusedByItsOwnLimitAfterASharedOne_LetsOthersHaveTheSharedOne()
    {
        var (route, key) = (LimitFixture.Places(1), _all.Tokens(100, LimitScopes.Key));
        var holder = Hold(0, route);
        var (own, _) = Wait("a", 60, route, key);
        Hold(100, key); // meanwhile its key has used up what it may
        var (second, _) = Wait("a", 60, route, key); // behind the first at both
        var (other, _) = Wait("b", 0, route);
        Assert.False(other.IsCompleted);

        holder.Release(); // room in the route, none for the key

        Assert.Null(await other);
        Assert.False(own.IsCompleted || second.IsCompleted);
        Assert.False(_queue.Blocks([new(route)]));
        Assert.True(_queue.Blocks([new(key)]));
    }

    private Reservation Hold(long tokens, params ILimit[] limits)
    {
        var reservation = _all.Reservation("holder", limits);
        Assert.Null(_all.Gate.TryReserve(reservation, new(tokens, null)));
        return reservation;
    }

    private (Task<LimitRefusal?> Task, Reservation Reservation) Wait(string tenant, long tokens, params ILimit[] limits) => Wait(tenant, tokens, 1, limits);

    private (Task<LimitRefusal?> Task, Reservation Reservation) Wait(string tenant, long tokens, int weight, params ILimit[] limits)
    {
        var reservation = _all.Reservation(tenant, limits);
        return (_queue.WaitAsync(new(reservation, new(tokens, null), weight), _options, CancellationToken.None), reservation);
    }
}
