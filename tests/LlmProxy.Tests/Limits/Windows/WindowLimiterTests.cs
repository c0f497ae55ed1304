using System.Threading.RateLimiting;
using LlmProxy.Limits;
using LlmProxy.Tests.Health;

namespace LlmProxy.Tests.Limits.Windows;

public class WindowLimiterTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly ManualClock _clock = new();

    private DateTimeOffset Now => _clock.GetUtcNow();

    [Fact]
    public void HasRoom_RequestsOfSevenAgainstAHundred_FourteenPass()
    {
        using var limiter = Limiter(100);
        var passed = 0;
        while (limiter.HasRoom(7, Now))
        {
            limiter.Take(7, Now);
            passed++;
        }

        // 14 * 7 = 98; 2 are left, which 7 do not fit in but 2 do.
        Assert.Equal(14, passed);
        Assert.Equal(98, limiter.Level(Now));
        Assert.True(limiter.HasRoom(2, Now));
    }

    [Fact]
    public void Take_FirstUse_BeginsTheWindow()
    {
        using var limiter = Limiter(10);
        _clock.Advance(TimeSpan.FromSeconds(59));
        limiter.Take(10, Now);
        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(limiter.HasRoom(1, Now));
        Assert.Equal(TimeSpan.FromSeconds(1), limiter.WaitFor(1, Now));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(limiter.HasRoom(10, Now));
    }

    [Fact]
    public void Settle_AtLess_GivesTheRestBack()
    {
        using var limiter = Limiter(100);
        var window = limiter.Take(80, Now);
        limiter.Settle(window, 80, 30, Now);
        Assert.Equal(30, limiter.Level(Now));
        Assert.Equal(0, limiter.Reserved(Now));
        Assert.True(limiter.HasRoom(70, Now));
        Assert.False(limiter.HasRoom(71, Now));
    }

    [Fact]
    public void Settle_AtMore_NextWindowOwesTheExcess()
    {
        using var limiter = Limiter(100);
        var window = limiter.Take(60, Now);
        limiter.Settle(window, 60, 130, Now);
        _clock.Advance(Minute);
        // 130 - 100 = 30 are owed, so 70 are left.
        Assert.Equal(30, limiter.Level(Now));
        Assert.True(limiter.HasRoom(70, Now));
        Assert.False(limiter.HasRoom(71, Now));
        _clock.Advance(Minute);
        Assert.True(limiter.HasRoom(100, Now));
    }

    [Fact]
    public void Settle_AtMuchMore_IsPaidWindowByWindow()
    {
        using var limiter = Limiter(100);
        limiter.Settle(limiter.Take(100, Now), 100, 350, Now);
        _clock.Advance(Minute);
        Assert.Equal(250, limiter.Level(Now));
        _clock.Advance(Minute);
        Assert.Equal(150, limiter.Level(Now));
        _clock.Advance(Minute);
        Assert.Equal(50, limiter.Level(Now));
        Assert.True(limiter.HasRoom(50, Now));
    }

    [Fact]
    public void Level_SeveralWindowsLater_AllOfThemHavePaid()
    {
        using var limiter = Limiter(100);
        limiter.Settle(limiter.Take(100, Now), 100, 350, Now);
        _clock.Advance(3 * Minute);
        Assert.Equal(50, limiter.Level(Now));
    }

    [Fact]
    public void Settle_AfterItsWindow_RefundDoesNotEnterTheNext()
    {
        using var limiter = Limiter(100);
        var window = limiter.Take(100, Now);
        _clock.Advance(Minute);
        var next = limiter.Take(90, Now);
        limiter.Settle(window, 100, 0, Now);
        Assert.Equal(90, limiter.Level(Now));
        Assert.False(limiter.HasRoom(11, Now));
        limiter.Settle(next, 90, 90, Now);
        Assert.Equal(0, limiter.Open);
    }

    [Fact]
    public void Settle_AfterItsWindow_RefundLessensTheDebtOfThatWindow()
    {
        using var limiter = Limiter(100);
        var (a, b) = (limiter.Take(50, Now), limiter.Take(50, Now));
        limiter.Settle(a, 50, 80, Now);
        _clock.Advance(Minute);
        Assert.Equal(30, limiter.Level(Now)); // 80 + 50 - 100
        limiter.Settle(b, 50, 40, Now);
        Assert.Equal(20, limiter.Level(Now)); // 80 + 40 - 100
    }

    [Fact]
    public void Settle_AfterItsWindow_ExcessIsOwedByTheNext()
    {
        using var limiter = Limiter(100);
        var window = limiter.Take(90, Now);
        _clock.Advance(Minute);
        limiter.Settle(window, 90, 115, Now);
        Assert.Equal(15, limiter.Level(Now)); // 115 - 100: the ten that were left of its own window go first
    }

    [Fact]
    public void Settle_LongAfterItsWindow_OnlyTheExcessCounts()
    {
        using var limiter = Limiter(100);
        var (a, b) = (limiter.Take(40, Now), limiter.Take(40, Now));
        _clock.Advance(5 * Minute);
        limiter.Settle(a, 40, 0, Now);
        Assert.Equal(0, limiter.Level(Now));
        limiter.Settle(b, 40, 55, Now);
        Assert.Equal(15, limiter.Level(Now));
    }

    [Theory]
    [InlineData(0, 100, 0)]
    [InlineData(100, 1, 20)] // the end of this window
    [InlineData(100, 100, 20)]
    [InlineData(130, 70, 20)] // 30 owed, 70 left
    [InlineData(130, 71, 80)]
    [InlineData(300, 1, 140)] // 200, 100, 0: the third window from here
    [InlineData(50, 60, 20)]
    [InlineData(0, 250, 140)] // a queue: a hundred each in the next two and fifty in the third, the present one being too small for all
    public void WaitFor_SomeOfAHundredUsed_IsTheTimeToTheWindowThatHasRoom(long used, long asked, int seconds)
    {
        using var limiter = Limiter(100);
        limiter.Settle(limiter.Take(1, Now), 1, Math.Max(used, 0), Now);
        _clock.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(TimeSpan.FromSeconds(seconds), limiter.WaitFor(asked, Now));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 20)]
    [InlineData(100, 20)]
    [InlineData(101, 80)]
    public void UntilReset_SomeUsed_IsWhenNothingIs(long used, int seconds)
    {
        using var limiter = Limiter(100);
        limiter.Settle(limiter.Take(1, Now), 1, used, Now);
        _clock.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(TimeSpan.FromSeconds(seconds), limiter.UntilReset(Now));
    }

    [Fact]
    public void Limit_Lowered_HoldsAtOnceAndWhatWasLawfulIsNoDebt()
    {
        using var limiter = Limiter(100);
        limiter.Settle(limiter.Take(60, Now), 60, 60, Now);
        limiter.Limit = 50;
        Assert.False(limiter.HasRoom(1, Now));
        // At the end of this window, and not one more.
        Assert.Equal((Minute, Minute), (limiter.WaitFor(50, Now), limiter.UntilReset(Now)));
        _clock.Advance(Minute);
        Assert.Equal(0, limiter.Level(Now));
        Assert.True(limiter.HasRoom(50, Now));
        Assert.False(limiter.HasRoom(51, Now));
    }

    [Fact]
    public void Limit_Lowered_BeyondTheOldOneIsOwed()
    {
        using var limiter = Limiter(100);
        limiter.Settle(limiter.Take(60, Now), 60, 180, Now);
        limiter.Limit = 50;
        // 180 - 100 = 80 are owed: 50 in the next window, 30 in the one after that, where 20 are left.
        Assert.Equal(2 * Minute, limiter.WaitFor(20, Now));
        Assert.Equal(3 * Minute, limiter.WaitFor(21, Now));
        _clock.Advance(Minute);
        Assert.Equal(80, limiter.Level(Now));
        _clock.Advance(Minute);
        Assert.Equal(30, limiter.Level(Now));
    }

    [Fact]
    public void Limit_LoweredAfterItsWindow_LateExcessIsOfTheOldOne()
    {
        using var limiter = Limiter(100);
        var window = limiter.Take(90, Now);
        _clock.Advance(Minute);
        limiter.Limit = 50;
        limiter.Settle(window, 90, 115, Now);
        Assert.Equal(15, limiter.Level(Now)); // 115 - 100
    }

    [Fact]
    public void HasRoom_ClockSetBack_WaitsOneWindowAtMost()
    {
        using var limiter = Limiter(10);
        _clock.Advance(TimeSpan.FromHours(2));
        var window = limiter.Take(10, Now);
        _clock.Advance(-TimeSpan.FromHours(1));
        Assert.False(limiter.HasRoom(1, Now));
        limiter.Settle(window, 10, 4, Now);
        Assert.Equal(4, limiter.Level(Now));
        _clock.Advance(Minute);
        Assert.True(limiter.HasRoom(10, Now));
    }

    [Fact]
    public void HasRoom_AlignedDay_EndsAtMidnight()
    {
        using var limiter = new WindowLimiter(10, TimeSpan.FromDays(1), isAligned: true, new Lock(), _clock);
        _clock.Advance(TimeSpan.FromHours(23));
        limiter.Take(10, Now);
        Assert.Equal(TimeSpan.FromHours(1), limiter.WaitFor(1, Now));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.True(limiter.HasRoom(10, Now));
    }

    [Fact]
    public void AttemptAcquire_UsedUp_TellsWhenToComeAgain()
    {
        using RateLimiter limiter = Limiter(3);
        using var first = (WindowLease)limiter.AttemptAcquire(3);
        using var refused = limiter.AttemptAcquire();
        Assert.True(first.IsAcquired);
        Assert.False(refused.IsAcquired);
        Assert.True(refused.TryGetMetadata(MetadataName.RetryAfter, out var wait));
        Assert.Equal(Minute, wait);

        first.Settle(1);
        first.Settle(0); // once only
        var statistics = limiter.GetStatistics()!;
        Assert.Equal((2, 1, 1), (statistics.CurrentAvailablePermits, statistics.TotalSuccessfulLeases, statistics.TotalFailedLeases));
    }

    [Fact]
    public void Dispose_LeaseNotSettled_CountsAsUsed()
    {
        using var limiter = Limiter(3);
        limiter.AttemptAcquire(2).Dispose();
        Assert.Equal(2, limiter.Level(Now));
        Assert.Equal(0, limiter.Open);
        Assert.Null(limiter.IdleDuration);
        _clock.Advance(2 * Minute);
        Assert.Equal(2 * Minute, limiter.IdleDuration);
    }

    private WindowLimiter Limiter(long limit) => new(limit, Minute, isAligned: false, new Lock(), _clock);
}
