using LlmProxy.Limits;
using LlmProxy.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmProxy.Tests.Limits.Subjects;

public sealed class LimitTableTests : IDisposable
{
    private static readonly LimitNumbers OneRequest = new(1, null, null, null);

    private readonly LimitFixture _all = new();
    private readonly DayWindows _days;
    private readonly LimitTable _table;

    public LimitTableTests()
    {
        _days = new(new MemoryStateStore(), _all.Gate, _all.Clock, NullLogger<DayWindows>.Instance);
        _table = new(_all.Gate, _days, _all.Clock, capacity: 3);
    }

    public void Dispose() => _days.Dispose();

    [Fact]
    public void Of_OneNameInTwoTenants_AreTwo()
    {
        Assert.NotSame(_table.Of(User("bob", "a")), _table.Of(User("bob", "b")));
        Assert.Same(_table.Of(User("bob", "a")), _table.Of(User("bob", "a")));
        Assert.NotSame(_table.Of(new(LimitScopes.Key, "x")), _table.Of(new(LimitScopes.Route, "x")));
    }

    [Fact]
    public void With_OtherNumbers_KeepsWhatWasUsed()
    {
        var set = _table.Of(User("bob"));
        var limit = (WindowLimit)Assert.Single(set.With(new(10, null, null, null)));
        _all.Gate.TryReserve(_all.Reservation(limit), new(0, null));

        var both = set.With(new(20, 500, null, 2));

        Assert.Same(limit, both[0]);
        Assert.Equal(new LimitQuota(20, 19, TimeSpan.FromMinutes(1)), _all.Gate.Read(limit.Quota));
        Assert.Equal(
            [LimitKind.RequestsPerMinute, LimitKind.TokensPerMinute, LimitKind.ConcurrentRequests], both.Select(one => one.Info.Kind));
        Assert.Same(both, set.With(new(20, 500, null, 2)));
    }

    [Fact]
    public void Of_MoreThanTheBoundInUse_NewOnesShareOneSet()
    {
        foreach (var name in new[] { "a", "b", "c" })
            Use(_table.Of(User(name)));

        var (d, e) = (_table.Of(User("d")), _table.Of(User("e")));

        Assert.Same(d, e);
        Assert.Equal(LimitTable.Others, d.Subject.Name);
        Use(d);
        // A new name is no way round the limit.
        Assert.NotNull(_all.Gate.TryReserve(_all.Reservation([.. _table.Of(User("f")).With(OneRequest)]), new(0, null)));
        Assert.Equal(3, _table.Count);
    }

    [Fact]
    public void Sweep_SomeIdle_OnlyThoseAreDropped()
    {
        var places = new LimitNumbers(null, null, null, 1);
        Use(_table.Of(User("used")));
        var held = Use(_table.Of(User("held")), places);
        _all.Clock.Advance(LimitTable.IdleTime);
        var late = _table.Of(User("late"));
        Use(late);

        _table.Sweep();

        Assert.Equal(2, _table.Count);
        Assert.Same(late, _table.Of(User("late")));
        Assert.NotNull(_all.Gate.TryReserve(_all.Reservation([.. _table.Of(User("held")).With(places)]), new(0, null)));
        held.Release();
    }

    private Reservation Use(LimitSet set) => Use(set, OneRequest);

    private Reservation Use(LimitSet set, LimitNumbers numbers)
    {
        var reservation = _all.Reservation([.. set.With(numbers)]);
        Assert.Null(_all.Gate.TryReserve(reservation, new(0, null)));
        if (numbers.ConcurrentRequests is null)
            reservation.Settle(new(0, null));
        return reservation;
    }

    private static LimitSubject User(string name, string tenant = "t") => new(LimitScopes.User, name, tenant);
}
