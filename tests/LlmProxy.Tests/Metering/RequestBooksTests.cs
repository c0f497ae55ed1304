using LlmProxy.Core.Protocols;
using LlmProxy.Failover.Failures;
using LlmProxy.Limits;
using LlmProxy.Metering;
using LlmProxy.Metering.Ledger;
using LlmProxy.Telemetry;
using LlmProxy.Tenancy;
using LlmProxy.Tests.Metering.Charges;

namespace LlmProxy.Tests.Metering;

public sealed class RequestBooksTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private static readonly TokenUsage Reported = new() { InputTokens = 1_000, CachedInputTokens = 400, OutputTokens = 200 };

    [Fact]
    public void BookAsync_Completed_IsOnRecordToTheCent()
    {
        using var request = new ChargedExchange();
        var exchange = request.Exchange;
        exchange.Caller = new Caller { KeyId = "key-1", Tenant = "acme", Tags = ["prod"] };
        exchange.Tags = exchange.Caller.Tags;
        exchange.User = "ann";
        exchange.Reservation = request.Reservation;
        var arrived = request.Clock.GetUtcNow();
        var attempt = request.Send();
        request.Clock.Advance(TimeSpan.FromSeconds(2));
        request.Complete(attempt, Reported);

        Assert.True(request.Books.BookAsync(exchange).IsCompletedSuccessfully);

        var record = Assert.Single(request.Ledger.Records);
        Assert.Equal(
            ("01ARZ3NDEKTSV4RRFFQ69G5FAV", LedgerKind.Request, arrived, "acme", "ann", "key-1"),
            (record.Id, record.Kind, record.Time, record.Tenant, record.User, record.KeyId));
        Assert.Equal(
            ("llm", "/v1/chat/completions", "gpt-4o", "gpt-4o", "openai", "up", 1),
            (record.Route, record.Endpoint, record.ModelAsked, record.ModelUsed, record.Provider, record.Cluster, record.Attempts));
        Assert.Equal((Reported, false, "completed", TimeSpan.FromSeconds(2)), (record.Usage, record.IsEstimated, record.Outcome, record.Duration));
        Assert.Equal(["prod"], record.Tags);
        // (600 * 2.50 + 400 * 1.25 + 200 * 10) / 1,000,000 = (1,500 + 500 + 2,000) / 1,000,000
        Assert.Equal(0.004m, record.Cost);
        Assert.Equal([new Charge("up", "gpt-4o", Reported, false, 0.004m, request.PriceVersion)], record.Charges);
        Assert.Equal(new LimitAmounts(1_200, 0.004m), request.Reservation.Used);
    }

    [Fact]
    public void BookAsync_UsualRequest_AllocatesRecordAndChargeAlone()
    {
        Book(10); // first calls: let the runtime compile and settle
        var (bytes, time) = Book(10_000);

        // The record, its one charge and the list that holds it: 1,400 bytes.
        Assert.InRange(bytes, 1, 2_000);
        output.WriteLine($"{bytes} bytes, {time.TotalNanoseconds:0} ns a request");
    }

    [Fact]
    public void BookAsync_FailedOverAndHedged_EachAttemptIsCharged()
    {
        using var request = new ChargedExchange();
        request.Exchange.Reservation = request.Reservation;
        var refused = request.Fail(request.Send(cluster: "a"), FailureKind.RateLimited, 429);
        var silent = request.Fail(request.Send(cluster: "b"), FailureKind.FirstByteTimeout);
        var cut = request.Send(cluster: "c");
        ChargedExchange.Receive(cut, "0123456789");
        request.Fail(cut, FailureKind.Truncated, 200);
        request.Complete(request.Send(cluster: "d"), Reported);

        request.Books.BookAsync(request.Exchange);

        var record = Assert.Single(request.Ledger.Records);
        Assert.Equal(
            [
                new Charge("b", "gpt-4o", new TokenUsage { InputTokens = 50, OutputTokens = 0 }, true, 0.000125m, request.PriceVersion), // 50 * 2.50 / 1,000,000
                new Charge("c", "gpt-4o", new TokenUsage { InputTokens = 50, OutputTokens = 10 }, true, 0.000225m, request.PriceVersion), // + 10 * 10 / 1,000,000
                new Charge("d", "gpt-4o", Reported, false, 0.004m, request.PriceVersion),
            ],
            record.Charges);
        Assert.Equal((0.00435m, true, Reported, 4), (record.Cost, record.IsEstimated, record.Usage, record.Attempts));
        // 50 + 60 + 1,200
        Assert.Equal(new LimitAmounts(1_310, 0.00435m), request.Reservation.Used);
    }

    [Fact]
    public void BookAsync_OneUnknownPrice_MakesTheWholeUnknownAndKeepsWhatIsKnown()
    {
        using var request = new ChargedExchange();
        request.Exchange.Reservation = request.Reservation;
        request.Fail(request.Send("llama", "a"), FailureKind.IdleTimeout);
        request.Complete(request.Send(), Reported);

        request.Books.BookAsync(request.Exchange);

        var record = Assert.Single(request.Ledger.Records);
        Assert.Null(record.Cost);
        Assert.Equal([null, 0.004m], record.Charges.Select(charge => charge.Cost));
        // Known are 0.004; 1 was held.
        Assert.Equal(new LimitAmounts(1_250, 1m), request.Reservation.Used);
    }

    [Fact]
    public void BookAsync_RefusedBeforeAnyAttempt_CostsNothingAndGivesAllBack()
    {
        using var request = new ChargedExchange();
        request.Exchange.Reservation = request.Reservation;
        request.Unsent();
        request.Exchange.Outcome = RequestOutcome.Rejected;

        request.Books.BookAsync(request.Exchange);

        var record = Assert.Single(request.Ledger.Records);
        Assert.Equal((0m, "rejected", 0), (record.Cost, record.Outcome, record.Charges.Count));
        Assert.Equal(LimitAmounts.None, request.Reservation.Used);
    }

    [Fact]
    public void BookAsync_NotLetIn_LeavesNoRecord()
    {
        using var request = new ChargedExchange();
        request.Exchange.IsAdmitted = false;

        Assert.True(request.Books.BookAsync(request.Exchange).IsCompletedSuccessfully);

        Assert.Empty(request.Ledger.Records);
    }

    [Fact]
    public void BookAsync_Twice_IsOnRecordOnce()
    {
        using var request = new ChargedExchange();
        request.Exchange.Reservation = request.Reservation;
        request.Complete(request.Send(), Reported);

        var first = request.Books.BookAsync(request.Exchange);
        request.Exchange.Attempt!.Usage = new TokenUsage { InputTokens = 1, OutputTokens = 1 };
        var second = request.Books.BookAsync(request.Exchange);

        Assert.Same(first, second);
        Assert.Equal(0.004m, Assert.Single(request.Ledger.Records).Cost);
        Assert.Equal(1, request.Reservation.Settled);
    }

    [Fact]
    public void BookAsync_LedgerThrows_FaultsAndFailsNobody()
    {
        using var request = new ChargedExchange();
        request.Exchange.Reservation = request.Reservation;
        request.Ledger.Failure = new InvalidOperationException("broken");
        request.Complete(request.Send(), Reported);

        var written = request.Books.BookAsync(request.Exchange);

        Assert.Same(request.Ledger.Failure, written.Exception!.InnerException);
        Assert.Equal(new LimitAmounts(1_200, 0.004m), request.Reservation.Used);
        Assert.Equal("InvalidOperationException", request.Components.Get(RequestBooks.Component).Current!.Reason);
    }

    [Fact]
    public void BookAsync_CountThrows_IsOnRecordWithAnUnknownCost()
    {
        using var request = new ChargedExchange();
        request.Exchange.Reservation = request.Reservation;
        request.Estimator.Failure = new InvalidOperationException("broken");
        request.Complete(request.Send());

        request.Books.BookAsync(request.Exchange);

        var record = Assert.Single(request.Ledger.Records);
        Assert.Equal((null, true), (record.Cost, record.IsEstimated));
        // Nobody knows better than what was reserved.
        Assert.Equal(new LimitAmounts(5_000, 1m), request.Reservation.Used);
        Assert.NotNull(request.Components.Get(RequestBooks.Component).Current);
    }

    /// <summary>Books usual requests, and tells what one of them takes.</summary>
    private static (long Bytes, TimeSpan Time) Book(int count)
    {
        using var request = new ChargedExchange();
        request.Ledger.Records.Capacity = count;
        var attempt = request.Complete(request.Send(), Reported);
        var exchanges = new LlmProxy.Exchange.LlmExchange[count];
        for (var i = 0; i < count; i++)
            exchanges[i] = request.Another(attempt);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        foreach (var exchange in exchanges)
            request.Books.BookAsync(exchange);
        watch.Stop();
        return ((GC.GetAllocatedBytesForCurrentThread() - before) / count, watch.Elapsed / count);
    }

    [Fact]
    public void BookAsync_QueuedInTheBackground_LimitsKeepWhatWasAsked()
    {
        using var request = new ChargedExchange("/v1/responses", stream: false, background: true);
        request.Exchange.Reservation = request.Reservation;
        request.Complete(request.Send());

        request.Books.BookAsync(request.Exchange);

        Assert.Null(Assert.Single(request.Ledger.Records).Cost);
        Assert.Equal(new LimitAmounts(5_000, 1m), request.Reservation.Used);
    }

    [Theory]
    [InlineData(0.30, 1)] // 0.30 + 0.004 are less than the 1 that was held
    [InlineData(1.50, 1.504)]
    public void BookAsync_UnknownPriceIsCharged_BudgetsCountTheCeilingForEachAndWhatIsKnown(decimal ceiling, decimal expected)
    {
        using var request = new ChargedExchange(
            budgets: new() { UnknownPrice = LlmProxy.Budgets.Settings.UnknownPricePolicy.Charge, UnknownCeiling = ceiling });
        request.Exchange.Reservation = request.Reservation;
        request.Fail(request.Send("llama", "a"), FailureKind.IdleTimeout);
        request.Complete(request.Send(), Reported);

        request.Books.BookAsync(request.Exchange);

        Assert.Equal(expected, request.Reservation.Used!.Value.Cost);
    }
}
