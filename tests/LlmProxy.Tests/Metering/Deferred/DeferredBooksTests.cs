using LlmProxy.Budgets;
using LlmProxy.Core.Protocols;
using LlmProxy.Exchange;
using LlmProxy.Metering.Deferred;
using LlmProxy.Metering.Ledger;
using LlmProxy.Metering.Ledger.Settings;
using LlmProxy.Storage;
using LlmProxy.Tenancy;
using LlmProxy.Telemetry;
using LlmProxy.Tests.Failover.Planning;
using LlmProxy.Tests.Metering.Charges;
using LlmProxy.Tests.Support;
using LlmProxy.Tests.Telemetry;
using Yarp.ReverseProxy.Model;

namespace LlmProxy.Tests.Metering.Deferred;

/// <summary>$2.50, $1.25 cached and $10 per million tokens; nothing is known of batches but where a test says so.</summary>
public sealed class DeferredBooksTests : IDisposable
{
    private static readonly TokenUsage Used = new() { InputTokens = 1_000, CachedInputTokens = 400, OutputTokens = 200 };

    private readonly KeptStateStore _store = new();
    private readonly MetricCollector _metrics = new();
    private readonly ChargedExchange _making = new("/v1/responses", stream: false, background: true);
    private readonly BudgetNotes _notes = new();
    private readonly ManualClock _clock;
    private readonly BudgetBook _budgets;
    private readonly ListLedger _ledger = new();
    private readonly DeferredJobs _jobs;
    private readonly DeferredBooks _books;

    public DeferredBooksTests()
    {
        _clock = _making.Clock;
        _budgets = new(_notes, _clock);
        _jobs = new(_store);
        _books = Books(_jobs);
        _making.Exchange.Context.Features.Set(_making.Exchange);
        _making.Exchange.Caller = new Caller { KeyId = "key_1", Tenant = "acme" };
        _making.Exchange.User = "ann";
        _making.Exchange.Tags = ["prod"];
    }

    [Fact]
    public void Note_FetchedWhenDone_ChargesWhoeverMadeIt()
    {
        HandIn(held: 0);
        _clock.Advance(TimeSpan.FromHours(1));

        _ = Fetch(Used);

        var record = Assert.Single(_ledger.Records);
        Assert.Equal(
            ("01ARZ3NDEKTSV4RRFFQ69G5FAV-result", LedgerKind.Request, "acme", "ann", "key_1", "/v1/responses", "gpt-4o", _clock.GetUtcNow()),
            (record.Id, record.Kind, record.Tenant, record.User, record.KeyId, record.Endpoint, record.ModelUsed, record.Time));
        // (600 * 2.50 + 400 * 1.25 + 200 * 10) / 1,000,000
        Assert.Equal((0.004m, false, Used), (record.Cost, record.IsEstimated, record.Usage));
        Assert.Equal(["prod"], record.Tags);
    }

    [Fact]
    public void Note_FetchedAgain_ChargesOnce()
    {
        HandIn(held: 0);

        Parallel.For(0, 16, fetch => { _ = Fetch(Used); });

        Assert.Single(_ledger.Records);
        Assert.Empty(_store.KeysOf(StateCollections.DeferredJobs));
    }

    [Fact]
    public void Note_StillAtWork_WaitsForItsEnd()
    {
        HandIn(held: 0);

        _ = Fetch(default, WorkStatus.Running);
        Assert.Empty(_ledger.Records);
        _ = Fetch(Used);

        Assert.Single(_ledger.Records);
    }

    [Fact]
    public void Note_OtherObjectInTheAnswer_IsNoneOfIt()
    {
        HandIn(held: 0);

        _ = Fetch(Used, id: "resp_2");
        _ = Fetch(Used, cluster: "other");

        Assert.Empty(_ledger.Records);
        Assert.Equal(1, _jobs.Count);
    }

    [Fact]
    public void Note_Budgets_HaveTheCostInPlaceOfWhatWasHeld()
    {
        var (total, ann) = (_budgets.Total, _budgets.Account(new(BudgetScope.User, "acme", "ann")));
        foreach (var account in new[] { total, ann })
            account.Settle(account.Take(0.5m, _clock.GetUtcNow()), 0.5m, 0.5m, _clock.GetUtcNow());
        HandIn(held: 0.5m);

        _ = Fetch(Used);

        Assert.All([total, ann], account => Assert.All(account.Read(_clock.GetUtcNow()), reading => Assert.Equal((0.004m, 0m), (reading.Spent, reading.Reserved))));
        // Who never had a budget has no account now.
        Assert.Null(_budgets.Find(new(BudgetScope.Tenant, null, "acme")));
    }

    [Fact]
    public void Note_SeenAtAnotherDestination_HasThePriceOfTheOneThatDidIt()
    {
        Sent("gpt-4o").Destination = new DestinationState("cheap");
        _ = _books.NoteAsync(_making.Exchange, isUnknown: true, held: 0);
        using var fetching = new ChargedExchange("/v1/responses/resp_1", method: "GET", stream: false);
        fetching.PriceFactors = new Dictionary<string, decimal> { ["cheap"] = 0.5m, ["dear"] = 2m };
        var attempt = fetching.Complete(fetching.Send(), Used);
        attempt.Destination = new DestinationState("dear");
        attempt.Answer.Id = "resp_1";
        attempt.Answer.Work = WorkStatus.Ended;

        _ = _books.NoteAsync(fetching.Exchange, isUnknown: false, held: 0);

        // Half of (600 * 2.50 + 400 * 1.25 + 200 * 10) / 1,000,000
        Assert.Equal(0.002m, Assert.Single(_ledger.Records).Cost);
    }

    [Fact]
    public void Note_SeenTheNextDay_CountsThatDay()
    {
        _clock.Advance(TimeSpan.FromHours(23));
        _budgets.Total.Settle(_budgets.Total.Take(0.5m, _clock.GetUtcNow()), 0.5m, 0.5m, _clock.GetUtcNow());
        HandIn(held: 0.5m);
        _clock.Advance(TimeSpan.FromHours(2));

        _ = Fetch(Used);

        // The day before is over and keeps what it had; the month has the cost alone.
        var spent = _budgets.Total.Read(_clock.GetUtcNow()).ToDictionary(reading => reading.Period, reading => reading.Spent);
        Assert.Equal((0.004m, 0.004m), (spent[BudgetPeriod.Day], spent[BudgetPeriod.Month]));
    }

    [Fact]
    public void Note_UnknownPrice_IsUnknownAndBudgetsKeepWhatWasHeld()
    {
        _budgets.Total.Settle(_budgets.Total.Take(0.5m, _clock.GetUtcNow()), 0.5m, 0.5m, _clock.GetUtcNow());
        HandIn(held: 0.5m, model: "llama");

        _ = Fetch(Used);

        Assert.Null(Assert.Single(_ledger.Records).Cost);
        Assert.Equal(0.5m, _budgets.Total.Read(_clock.GetUtcNow())[0].Spent);
    }

    [Fact]
    public void Note_FailedWithoutUsage_CostNothing()
    {
        HandIn(held: 0);

        _ = Fetch(default, WorkStatus.Failed);

        var record = Assert.Single(_ledger.Records);
        Assert.Equal((0m, 0, "provider_error"), (record.Cost, record.Charges.Count, record.Outcome));
    }

    [Fact]
    public async Task Note_CrashBeforeTheRecordIsWritten_WritesItAgainAndChargesBudgetsOnce()
    {
        HandIn(held: 0);
        _ledger.Written = new TaskCompletionSource().Task;
        _ = Fetch(Used);
        _clock.Advance(TimeSpan.FromSeconds(1));
        var after = new DeferredJobs(_store);
        await after.LoadAsync(CancellationToken.None);

        _ = Fetch(Used, books: Books(after));

        Assert.Equal(2, _ledger.Records.Count);
        // The ledger knows it by its id.
        Assert.Equal(_ledger.Records[0].Id, _ledger.Records[1].Id);
        Assert.Equal(0.004m, _budgets.Total.Read(_clock.GetUtcNow())[0].Spent);
    }

    [Fact]
    public async Task Note_CrashBeforeTheRecordIsWritten_TellsOfItOnce()
    {
        HandIn(held: 0);
        _ledger.Written = new TaskCompletionSource().Task;
        _ = Fetch(Used);
        _clock.Advance(TimeSpan.FromSeconds(1));
        var after = new DeferredJobs(_store);
        await after.LoadAsync(CancellationToken.None);

        _ = Fetch(Used, books: Books(after));

        Assert.Equal(0.004, _metrics.Single(MetricNames.Cost).Value, 9);
    }

    [Fact]
    public async Task Note_StateIsNotOnDiskYet_KeepsTheRecordBack()
    {
        HandIn(held: 0);
        var flushed = new TaskCompletionSource();
        _store.Flushed = flushed.Task;

        var charged = Fetch(Used);
        // A start that found the record, but not that budgets have it, would charge them twice.
        Assert.Empty(_ledger.Records);
        flushed.SetResult();
        await charged;

        Assert.Single(_ledger.Records);
    }

    [Fact]
    public async Task Note_StateCannotBeWritten_WritesTheRecordAllTheSame()
    {
        HandIn(held: 0);
        _store.Flushed = Task.FromException(new IOException("The disk is full."));

        await Fetch(Used);

        Assert.Single(_ledger.Records);
    }

    [Fact]
    public void Note_Charged_HandsTheAccountsOverBeforeTheJob()
    {
        HandIn(held: 0);
        var saved = new List<bool>();
        _notes.Save = () => saved.Add(DeferredJobJson.Read(_store.Get(StateCollections.DeferredJobs, "resp_1"))!.IsCharged);

        _ = Fetch(Used);

        Assert.Equal([false], saved);
    }

    [Theory]
    [InlineData(LedgerDurability.Strict, false)]
    [InlineData(LedgerDurability.Batched, true)]
    public void Note_HandedIn_IsOnDiskFirstWhereTheLedgerIsStrict(LedgerDurability durability, bool isDone)
    {
        using var making = new ChargedExchange("/v1/responses", stream: false, background: true, ledger: new() { Durability = durability });
        making.Exchange.Context.Features.Set(making.Exchange);
        Expected(making.Send());
        _store.Flushed = new TaskCompletionSource().Task;

        Assert.Equal(isDone, _books.NoteAsync(making.Exchange, isUnknown: true, held: 0).IsCompleted);
    }

    [Fact]
    public async Task Note_RecordCannotBeWritten_TellsWhoeverWaits()
    {
        HandIn(held: 0);
        _ledger.Written = Task.FromException(new IOException("The disk is full."));

        await Assert.ThrowsAsync<IOException>(() => Fetch(Used));
    }

    [Fact]
    public void Awaits_ObjectOfAJob_UntilItsEndIsSeen()
    {
        HandIn(held: 0);
        using var fetching = new ChargedExchange("/v1/responses/resp_1", method: "GET", stream: false);
        using var other = new ChargedExchange("/v1/responses/resp_2", method: "GET", stream: false);

        Assert.True(_books.Awaits(fetching.Exchange));
        Assert.False(_books.Awaits(other.Exchange));
        Assert.False(_books.Awaits(_making.Exchange));
        _ = Fetch(Used);
        Assert.False(_books.Awaits(fetching.Exchange));
    }

    [Fact]
    public void Expect_AnswerThatHasEnded_LeavesNothingToCome()
    {
        var attempt = Sent("gpt-4o");
        attempt.Answer.Work = WorkStatus.Ended;

        _books.Expect(_making.Exchange);

        Assert.Equal(0, _jobs.Count);
    }

    [Fact]
    public void Note_CostIsKnownAfterAll_LeavesNothingToCome()
    {
        Sent("gpt-4o");
        _books.Expect(_making.Exchange);
        Assert.Equal(1, _jobs.Count);

        _ = _books.NoteAsync(_making.Exchange, isUnknown: false, held: 0);

        Assert.Equal(0, _jobs.Count);
        Assert.Empty(_store.KeysOf(StateCollections.DeferredJobs));
    }

    [Fact]
    public void Note_CopyOfTheRequest_IsNotRemembered()
    {
        _making.Exchange.Context.Features.Set<LlmExchange>(null);
        Sent("gpt-4o");

        _ = _books.NoteAsync(_making.Exchange, isUnknown: true, held: 0);

        Assert.Equal(0, _jobs.Count);
    }

    [Fact]
    public void Note_TakenBeforeItsRequestHasEnded_IsNotExpectedAgain()
    {
        Sent("gpt-4o");
        _books.Expect(_making.Exchange);
        _ = Fetch(Used);

        _ = _books.NoteAsync(_making.Exchange, isUnknown: true, held: 0.5m);

        Assert.Equal(0, _jobs.Count);
        Assert.Single(_ledger.Records);
    }

    [Theory]
    [InlineData("gpt-4o", 0.004)]
    [InlineData("llama", 0.5)]
    public void Note_TakenBeforeItsRequestIsBooked_LeavesBudgetsTheCostIfItIsKnown(string model, double spent)
    {
        Sent(model);
        _books.Expect(_making.Exchange);
        _ = Fetch(Used);
        // The request is settled only now, by the ceiling.
        _budgets.Total.Settle(_budgets.Total.Take(0.5m, _clock.GetUtcNow()), 0.5m, 0.5m, _clock.GetUtcNow());

        _ = _books.NoteAsync(_making.Exchange, isUnknown: true, held: 0.5m);

        Assert.All(_budgets.Total.Read(_clock.GetUtcNow()), reading => Assert.Equal((decimal)spent, reading.Spent));
    }

    public void Dispose()
    {
        _making.Dispose();
        _metrics.Dispose();
    }

    private DeferredBooks Books(DeferredJobs jobs) =>
        new(jobs, new DeferredCharges(jobs, _making.Prices, new BudgetAmendments(_budgets, new(), _clock, _notes), _ledger, _metrics.Metrics, _clock), _clock);

    private LlmAttempt Sent(string model)
    {
        return Expected(_making.Send(model));
    }

    private static LlmAttempt Expected(LlmAttempt attempt)
    {
        attempt.Status = 200;
        attempt.Answer.Id = "resp_1";
        attempt.Answer.Work = WorkStatus.Running;
        return attempt;
    }

    private void HandIn(decimal held, string model = "gpt-4o")
    {
        Sent(model);
        _ = _books.NoteAsync(_making.Exchange, isUnknown: true, held);
        Assert.Equal(1, _jobs.Count);
    }

    private Task Fetch(TokenUsage usage, WorkStatus status = WorkStatus.Ended, string id = "resp_1", string cluster = "up", DeferredBooks? books = null)
    {
        using var fetching = new ChargedExchange("/v1/responses/resp_1", method: "GET", stream: false);
        var attempt = fetching.Complete(fetching.Send(cluster: cluster), usage);
        attempt.Answer.Id = id;
        attempt.Answer.Work = status;
        return (books ?? _books).NoteAsync(fetching.Exchange, isUnknown: false, held: 0);
    }
}
