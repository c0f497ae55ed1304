using LlmProxy.Budgets;
using LlmProxy.Core.Protocols;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Steps;
using LlmProxy.Failover.Failures;
using LlmProxy.Metering;
using LlmProxy.Metering.Deferred;
using LlmProxy.Metering.Ledger;
using LlmProxy.Tests.Metering.Charges;
using LlmProxy.Tests.Telemetry;

namespace LlmProxy.Tests.Metering.Deferred;

/// <summary>What the books leave to be amended of a request that failed over before its work was taken.</summary>
public sealed class DeferredShareTests
{
    [Fact]
    public void BookAsync_AttemptBeforeCostMoney_GivesBackNoMoreThanTheRest()
    {
        using var metrics = new MetricCollector();
        using var request = new ChargedExchange("/v1/responses", stream: false, background: true);
        var (clock, exchange) = (request.Clock, request.Exchange);
        var book = new BudgetBook(new BudgetNotes(), clock);
        var jobs = new DeferredJobs();
        var deferred = new DeferredBooks(
            jobs, new DeferredCharges(jobs, request.Prices, new BudgetAmendments(book, new(), clock), request.Ledger, metrics.Metrics, clock), clock);
        var books = new RequestBooks(
            request.Sheet, new RecordWriter(new RequestReport(clock), clock), request.Ledger, metrics.Metrics, request.Components, deferred: deferred);
        exchange.Context.Features.Set(exchange);
        exchange.Budgets = new BudgetSet { Total = book.Total };
        exchange.Reservation = request.Reservation;
        var failed = request.Send(cluster: "a");
        failed.Usage = new TokenUsage { InputTokens = 1_000, OutputTokens = 200 };
        request.Fail(failed, FailureKind.Truncated, 200);
        var made = request.Complete(request.Send());
        made.Answer.Id = "resp_1";
        made.Answer.Work = WorkStatus.Running;

        books.BookAsync(exchange);

        // (1,000 * 2.50 + 200 * 10) / 1,000,000 are known; 1 was held for all.
        Assert.Equal([0.0045m, null], Assert.Single(request.Ledger.Records).Charges.Select(charge => charge.Cost));
        Assert.Equal(1m, request.Reservation.Used!.Value.Cost);
        Assert.Equal(0.9955m, jobs.Take("resp_1", "up")!.Held);
    }
}
