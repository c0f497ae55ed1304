using LlmProxy.Limits;
using LlmProxy.Storage;
using LlmProxy.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmProxy.Tests.Limits.Days;

public class DayWindowsTests
{
    private static readonly LimitSubject Acme = new(LimitScopes.Tenant, "acme");
    private static readonly LimitNumbers Thousand = new(null, null, 1000, null);

    private readonly MemoryStateStore _store = new();

    [Fact]
    public async Task StartAsync_AfterARestart_TheDayGoesOn()
    {
        var all = new LimitFixture();
        await UseAsync(all, asked: 300, used: 250);

        var limit = await RestartAsync(all);

        Assert.Equal(250, all.Level(limit));
    }

    [Fact]
    public async Task StartAsync_RequestWasUnderWay_WhatItReservedCountsAsUsed()
    {
        var all = new LimitFixture();
        await UseAsync(all, asked: 300, used: null);
        Assert.Equal(300, all.Level(await RestartAsync(all)));
    }

    [Fact]
    public async Task StartAsync_NextDay_OnlyTheDebtIsLeft()
    {
        var all = new LimitFixture();
        await UseAsync(all, asked: 300, used: 1200);
        all.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(200, all.Level(await RestartAsync(all)));
    }

    [Fact]
    public async Task StartAsync_OldDay_IsForgottenAndDeleted()
    {
        var all = new LimitFixture();
        await UseAsync(all, asked: 300, used: 1200);
        all.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(0, all.Level(await RestartAsync(all)));
        Assert.Empty(await _store.LoadAsync(StateCollections.LimitWindows));
    }

    [Fact]
    public async Task StartAsync_BrokenDocuments_AreDeleted()
    {
        _store.Put(StateCollections.LimitWindows, DayWindow.KeyOf(Acme), "{\"start\":7}"u8.ToArray());
        _store.Put(StateCollections.LimitWindows, "x", "no"u8.ToArray());
        var all = new LimitFixture();
        Assert.Equal(0, all.Level(await RestartAsync(all)));
        Assert.Empty(await _store.LoadAsync(StateCollections.LimitWindows));
    }

    [Fact]
    public async Task Write_NothingChangedSince_WritesNothing()
    {
        var all = new LimitFixture();
        using var days = Days(all);
        await days.StartAsync(CancellationToken.None);
        var limit = Limit(all, days);
        all.Gate.TryReserve(all.Reservation(limit), new(300, null));
        days.Write();
        Assert.Single(await _store.LoadAsync(StateCollections.LimitWindows));
        _store.Delete(StateCollections.LimitWindows, DayWindow.KeyOf(Acme));
        days.Write();
        Assert.Empty(await _store.LoadAsync(StateCollections.LimitWindows));
    }

    [Theory]
    [InlineData(0, 250 + 100)]
    [InlineData(1, 100)]
    public async Task Write_StoreComesLate_AddsToItAndNeverWritesOverIt(int days, long level)
    {
        var all = new LimitFixture();
        await UseAsync(all, asked: 300, used: 250);
        all.Clock.Advance(TimeSpan.FromDays(days));
        var away = new AwayStateStore(_store) { IsAway = true };
        using var late = new DayWindows(away, all.Gate, all.Clock, NullLogger<DayWindows>.Instance);
        await late.StartAsync(CancellationToken.None);
        var limit = Limit(all, late);
        all.Gate.TryReserve(all.Reservation(limit), new(100, null));

        late.Write();
        Assert.Equal(250, await SavedAsync());
        Assert.Equal(100, all.Level(limit));

        away.IsAway = false;
        await late.TryLoadAsync(CancellationToken.None);
        Assert.Equal(level, all.Level(limit));
        late.Write();
        Assert.Equal(level, await SavedAsync());
    }

    [Fact]
    public void KeyOf_NamesWithTheSeparator_AreTold()
    {
        Assert.NotEqual(DayWindow.KeyOf(new("user", "b:c", "a")), DayWindow.KeyOf(new("user", "c", "a:b")));
        Assert.True(DayWindow.KeyOf(new("user", new string('ö', 500), "a")).Length <= 512);
    }

    private async Task<long> SavedAsync()
    {
        Assert.True(DayWindow.TryRead(Assert.Single(await _store.LoadAsync(StateCollections.LimitWindows)).Content, out var day));
        return day.Used;
    }

    private async Task UseAsync(LimitFixture all, long asked, long? used)
    {
        using var days = Days(all);
        await days.StartAsync(CancellationToken.None);
        var reservation = all.Reservation(Limit(all, days));
        all.Gate.TryReserve(reservation, new(asked, null));
        if (used is { } tokens)
            reservation.Settle(new(tokens, null));
        await days.StopAsync(CancellationToken.None);
    }

    private async Task<WindowLimit> RestartAsync(LimitFixture all)
    {
        using var days = Days(all);
        await days.StartAsync(CancellationToken.None);
        var limit = Limit(all, days);
        await days.StopAsync(CancellationToken.None);
        return limit;
    }

    private DayWindows Days(LimitFixture all) => new(_store, all.Gate, all.Clock, NullLogger<DayWindows>.Instance);

    private static WindowLimit Limit(LimitFixture all, DayWindows days) =>
        (WindowLimit)new LimitTable(all.Gate, days, all.Clock).Of(Acme).With(Thousand)[0];

    [Fact]
    public async Task StartAsync_LimitWasLowered_TheNextDayOwesNothing()
    {
        // 900 of 1,000 were lawful; the limit of 100 holds for the day that follows.
        var all = new LimitFixture();
        await UseAsync(all, asked: 900, used: 900);
        using var days = Days(all);
        await days.StartAsync(CancellationToken.None);
        var limit = (WindowLimit)new LimitTable(all.Gate, days, all.Clock).Of(Acme).With(new(null, null, 100, null))[0];
        Assert.Equal(900, all.Level(limit));

        all.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(0, all.Level(limit));
        await days.StopAsync(CancellationToken.None);
    }

    [Fact]
    public void TryRead_DocumentWithoutALimit_IsReadAsBefore()
    {
        Assert.True(DayWindow.TryRead("{\"start\":\"2026-01-31T00:00:00Z\",\"used\":1234}"u8.ToArray(), out var day));
        Assert.Equal((1234, 0), (day.Used, day.Limit));
    }
}
