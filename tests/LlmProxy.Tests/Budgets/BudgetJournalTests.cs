using System.Text;
using System.Text.Json;
using LlmProxy.Budgets;
using LlmProxy.Budgets.Settings;
using LlmProxy.Events;
using LlmProxy.Metering.Ledger;
using LlmProxy.Storage;
using LlmProxy.Tests.Health.Degradation;
using LlmProxy.Tests.Storage;
using LlmProxy.Tests.Telemetry;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Tests.Budgets;

public sealed class BudgetJournalTests : IDisposable
{
    private static readonly BudgetOwner Ann = new(BudgetScope.User, null, "ann");
    private readonly MemoryStateStore _store = new();
    private readonly SeenEvents _events = new();
    private readonly BudgetEmergency _emergency = new();
    private readonly LogCollector _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Start_AfterAStop_KnowsWhatWasSpent()
    {
        using var before = new BudgetFixture(new() { User = new() { Day = 1m } });
        using var journal = await StartAsync(before);
        before.Spend(before.Planned(user: "ann").Budgets!.User!, 0.123456789m);
        await journal.StopAsync(default);

        using var after = new BudgetFixture(new() { User = new() { Day = 1m } });
        using var restarted = await StartAsync(after);

        Assert.Equal([0.123456789m, 0.123456789m, 0.123456789m], Spent(after, Ann));
        Assert.Equal(0m, after.Book.Account(Ann).Read(after.Clock.GetUtcNow())[0].Reserved);
    }

    [Fact]
    public async Task Tick_StoreComesLate_AddsWhatWasSavedAndNeverWritesOverIt()
    {
        using var before = new BudgetFixture(new() { User = new() { Day = 1m } });
        using var journal = await StartAsync(before);
        before.Spend(before.Planned(user: "ann").Budgets!.User!, 0.60m);
        await journal.StopAsync(default);

        var away = new AwayStateStore(_store) { IsAway = true };
        using var after = new BudgetFixture(new() { User = new() { Day = 1m } });
        using var restarted = await StartAsync(after, away, Record("2026-11-21T09:00:00Z", 0.65m, null, "ann"));
        after.Spend(after.Planned(user: "ann").Budgets!.User!, 0.10m);
        restarted.Tick();
        Assert.Equal([0.60m, 0.60m, 0.60m], await SavedAsync());

        away.IsAway = false;
        restarted.Tick();
        // 0.60 were saved, of 0.05 more only the ledger knew, and 0.10 were spent meanwhile.
        Assert.Equal([0.75m, 0.75m, 0.75m], Spent(after, Ann));
        restarted.Tick();
        Assert.Equal([0.75m, 0.75m, 0.75m], await SavedAsync());
    }

    [Fact]
    public async Task Tick_LedgerComesLate_IsComparedOnce()
    {
        using var budgets = new BudgetFixture(new() { User = new() { Day = 1m } });
        var ledger = new SumsOnly([Record("2026-11-21T09:00:00Z", 0.65m, null, "ann")]) { FailsAfter = 3 };
        using var journal = await StartAsync(budgets, _store, ledger);
        journal.Tick();
        ledger.FailsAfter = null;
        journal.Tick();
        journal.Tick();

        Assert.Equal([0.65m, 0.65m, 0.65m], Spent(budgets, Ann));
        Assert.Equal([0.65m, 0.65m, 0.65m], Spent(budgets, BudgetOwner.All));
    }

    [Fact]
    public async Task Tick_AccountsThatChanged_AreWrittenAndNoOthers()
    {
        using var budgets = new BudgetFixture(new() { User = new() { Day = 1m } });
        using var journal = await StartAsync(budgets);
        budgets.Spend(budgets.Planned(user: "ann").Budgets!.User!, 0.10m);
        budgets.Planned(user: "bob");

        journal.Tick();

        Assert.Equal(BudgetDocument.KeyOf(Ann), Assert.Single(await _store.LoadAsync(StateCollections.BudgetPeriods)).Key);
    }

    [Fact]
    public async Task Save_AccountsThatChanged_AreWrittenAtOnce()
    {
        using var budgets = new BudgetFixture(new() { User = new() { Day = 1m } });
        using var journal = await StartAsync(budgets);
        budgets.Spend(budgets.Planned(user: "ann").Budgets!.User!, 0.10m);

        new BudgetAmendments(budgets.Book, new(), budgets.Clock, budgets.Notes).Save();

        Assert.Equal([0.10m, 0.10m, 0.10m], await SavedAsync());
    }

    [Fact]
    public async Task Start_DocumentsOfThePast_AreRemoved()
    {
        using var before = new BudgetFixture(new() { User = new() { Day = 1m } });
        using var journal = await StartAsync(before);
        before.Spend(before.Planned(user: "ann").Budgets!.User!, 0.50m);
        await journal.StopAsync(default);
        _store.Put(StateCollections.BudgetPeriods, "user:broken", Encoding.UTF8.GetBytes("{"));

        using var after = new BudgetFixture(new() { User = new() { Day = 1m } });
        after.Clock.Set("2026-12-01T00:00:00Z");
        using var restarted = await StartAsync(after);

        Assert.Equal([0m, 0m, 0m], Spent(after, Ann));
        Assert.Equal("user:broken", Assert.Single(await _store.LoadAsync(StateCollections.BudgetPeriods)).Key);
        Assert.Contains(_log.Entries, entry => entry.Id.Name == "BudgetUnreadable");
    }

    [Fact]
    public async Task Start_LedgerKnowsMore_IsBelieved()
    {
        using var before = new BudgetFixture(new() { User = new() { Day = 1m } });
        using var journal = await StartAsync(before);
        before.Spend(before.Planned(user: "ann", caller: new() { KeyId = "k", Tenant = "acme" }).Budgets!.User!, 0.30m);
        await journal.StopAsync(default);

        // The crash came before 0.20 of ann's were saved. Another ann has no tenant. A shadow is nobody's.
        using var after = new BudgetFixture(new() { User = new() { Day = 1m } });
        using var restarted = await StartAsync(
            after,
            Record("2026-11-21T09:00:00Z", 0.50m, "acme", "ann"), Record("2026-11-20T09:00:00Z", 1m, "acme", "ann"),
            Record("2026-11-02T09:00:00Z", 2m, "acme", "ann"), Record("2026-10-31T09:00:00Z", 9m, "acme", "ann"),
            Record("2026-11-21T10:00:00Z", 0.07m, null, "ann"), Record("2026-11-21T10:00:00Z", 5m, null, "ann", LedgerKind.Shadow));

        // Friday and Saturday lie in one week; the second of November does not.
        Assert.Equal([0.50m, 1.50m, 3.50m], Spent(after, new(BudgetScope.User, "acme", "ann")));
        Assert.Equal([0.07m, 0.07m, 0.07m], Spent(after, Ann));
        Assert.Equal([0.50m, 1.50m, 3.50m], Spent(after, new(BudgetScope.Tenant, null, "acme")));
        Assert.Equal([0.57m, 1.57m, 3.57m], Spent(after, BudgetOwner.All));
    }

    [Fact]
    public async Task Start_AccountsKnowMore_IsKept()
    {
        using var before = new BudgetFixture(new() { User = new() { Day = 1m } });
        using var journal = await StartAsync(before);
        before.Spend(before.Planned(user: "ann").Budgets!.User!, 0.80m);
        await journal.StopAsync(default);

        using var after = new BudgetFixture(new() { User = new() { Day = 1m } });
        using var restarted = await StartAsync(after, Record("2026-11-21T09:00:00Z", 0.50m, null, "ann"));

        Assert.Equal([0.80m, 0.80m, 0.80m], Spent(after, Ann));
    }

    [Fact]
    public async Task Tick_LimitsReached_ArePublishedWithTheirAmounts()
    {
        using var budgets = new BudgetFixture(new() { User = new() { Day = 2m, SoftDay = 0.50m } });
        using var journal = await StartAsync(budgets);
        budgets.Spend(budgets.Planned(user: "ann").Budgets!.User!, 0.75m);

        journal.Tick();
        journal.Tick();

        var happened = Assert.Single(_events.All);
        Assert.Equal((EventTypes.SoftLimit, "user/ann"), (happened.Type, happened.Subject));
        Assert.Equal(
            """{"scope":"user","name":"ann","period":"day","period_start":"2026-11-21T00:00:00Z","period_end":"2026-11-22T00:00:00Z","spent_usd":0.75,"reserved_usd":0.00,"limit_usd":2,"soft_limit_usd":0.50}""",
            Data(happened));
    }

    [Fact]
    public async Task Notes_LimitReached_WakesTheJournalAtOnce()
    {
        using var budgets = new BudgetFixture(new() { User = new() { Day = 2m, SoftDay = 0.50m } });
        using var journal = await StartAsync(budgets);
        Assert.NotNull(budgets.Notes.Woken);
        var woken = 0;
        budgets.Notes.Woken = () => woken++;
        var ann = budgets.Planned(user: "ann").Budgets!.User!;

        budgets.Spend(ann, 0.25m);
        Assert.Equal(0, woken);
        budgets.Spend(ann, 0.25m);
        budgets.Spend(ann, 0.25m);

        // Once for the soft limit, and no more in this period.
        Assert.Equal(1, woken);
        await journal.StopAsync(default);
        Assert.Null(budgets.Notes.Woken);
    }

    [Fact]
    public async Task Tick_TotalSpent_TellsTheEmergencyOnceUntilThePeriodEnds()
    {
        using var budgets = new BudgetFixture(new() { Total = new() { Day = 10m }, Emergency = new() { Model = "mini" } });
        using var journal = await StartAsync(budgets);
        budgets.Spend(budgets.Planned().Budgets!.Total!, 10m);

        journal.Tick();
        journal.Tick();

        Assert.Equal([EventTypes.EmergencyStarted], _events.All.Select(happened => happened.Type));
        Assert.Equal(HealthStatus.Degraded, (await HealthAsync()).Status);
        budgets.Clock.Set("2026-11-22T00:00:00Z");
        journal.Tick();
        Assert.Equal([EventTypes.EmergencyStarted, EventTypes.EmergencyEnded], _events.All.Select(happened => happened.Type));
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync()).Status);
        Assert.Equal(["BudgetEmergencyStarted", "BudgetEmergencyEnded"], _log.Entries.Select(entry => entry.Id.Name));
    }

    [Fact]
    public async Task Tick_BudgetRaised_EndsTheEmergencyWithoutARequest()
    {
        using var budgets = new BudgetFixture(new() { Total = new() { Day = 10m }, Emergency = new() { Model = "mini" } });
        using var journal = await StartAsync(budgets);
        budgets.Spend(budgets.Planned().Budgets!.Total!, 10m);
        journal.Tick();

        var raised = new BudgetModel(new() { Total = new() { Day = 20m }, Emergency = new() { Model = "mini" } }, []);
        budgets.Configuration.Current = new() { Proxy = new() { Budgets = raised } };
        journal.Tick();

        Assert.Equal(EventTypes.EmergencyEnded, _events.All[^1].Type);
    }

    private async Task<IEnumerable<decimal>> SavedAsync() =>
        BudgetDocument.Read(Assert.Single(await _store.LoadAsync(StateCollections.BudgetPeriods), document => document.Key == BudgetDocument.KeyOf(Ann)).Content)
            .Spent.Select(period => period.Spent);

    private Task<BudgetJournal> StartAsync(BudgetFixture budgets, params LedgerRecord[] records) => StartAsync(budgets, _store, records);

    private Task<BudgetJournal> StartAsync(BudgetFixture budgets, IStateStore store, params LedgerRecord[] records) =>
        StartAsync(budgets, store, new SumsOnly(records));

    private async Task<BudgetJournal> StartAsync(BudgetFixture budgets, IStateStore store, SumsOnly sums)
    {
        var degradations = TestComponents.Create(services: services => LlmProxy.Health.Degradation.DegradationServices.AddSideComponent(services, BudgetJournal.Component));
        var journal = new BudgetJournal(
            budgets.Book, budgets.Notes, new BudgetReconciler(budgets.Book, budgets.Clock, sums), _emergency, store,
            budgets.Configuration, _events, degradations, budgets.Clock, new Logger<BudgetJournal>(_log));
        await journal.StartAsync(default);
        return journal;
    }

    private Task<HealthCheckResult> HealthAsync() => new BudgetHealthCheck(_emergency).CheckHealthAsync(new());

    private static IEnumerable<decimal> Spent(BudgetFixture budgets, BudgetOwner owner) =>
        budgets.Book.Account(owner).Read(budgets.Clock.GetUtcNow()).Select(reading => reading.Spent);

    private static string Data(GatewayEvent happened)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            happened.WriteData(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static LedgerRecord Record(string time, decimal cost, string? tenant, string user, LedgerKind kind = LedgerKind.Request) => new()
    {
        Id = Guid.NewGuid().ToString(),
        Kind = kind,
        Time = CalendarClock.At(time),
        Tenant = tenant,
        User = user,
        Route = "llm",
        Endpoint = "/v1/chat/completions",
        Outcome = "completed",
        Cost = cost,
    };
}
