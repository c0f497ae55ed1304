using FsCheck;
using FsCheck.Fluent;
using LlmProxy.Core.Protocols;
using LlmProxy.Exchange;
using LlmProxy.Failover.Failures;
using LlmProxy.Limits;
using LlmProxy.Telemetry;
using LlmProxy.Tests.Metering.Charges;

namespace LlmProxy.Tests.Metering;

/// <summary>Whatever becomes of a request, and whoever closes its books first: one record, one settlement, and the charges add up.</summary>
public sealed class RequestBooksPropertyTests
{
    [Fact]
    public void BookAsync_AnyInterleaving_SettlesOnceAndAddsUp()
    {
        var attempts = Gen.Elements(Enum.GetValues<Step>()).ArrayOf().Where(steps => steps.Length <= 12);
        var outcome = Gen.Elements([null, .. Enum.GetValues<RequestOutcome>().Select(o => (RequestOutcome?)o)]);
        Prop.ForAll(attempts.ToArbitrary(), outcome.ToArbitrary(), Gen.Choose(1, 4).ToArbitrary(), Holds).QuickCheckThrowOnFailure();
    }

    private static bool Holds(Step[] steps, RequestOutcome? outcome, int closers)
    {
        using var request = new ChargedExchange();
        var exchange = request.Exchange;
        exchange.Reservation = request.Reservation;
        foreach (var step in steps)
            Take(request, step);
        exchange.Outcome = outcome;
        var tasks = new Task[closers];
        Parallel.For(0, closers, i => tasks[i] = request.Books.BookAsync(exchange));

        if (request.Ledger.Records.Count != 1 || tasks.Distinct().Count() != 1 || !request.Reservation.IsEnded)
            return false;
        var record = request.Ledger.Records[0];
        var cost = record.Charges.Aggregate((decimal?)0m, (sum, charge) => sum + charge.Cost);
        var tokens = record.Charges.Sum(charge => (charge.Usage.InputTokens ?? 0) + (charge.Usage.OutputTokens ?? 0));
        // What is unknown keeps the dollar that was held; known are cents.
        var settled = cost ?? 1m;
        return record.Cost == cost
            && (exchange.Attempts == 0
                ? request.Reservation.Used == (outcome == RequestOutcome.Completed ? new LimitAmounts(0, 0m) : LimitAmounts.None) && record.Charges.Count == 0
                : request.Reservation is { Settled: 1, Used: { } used } && used.Tokens == tokens && used.Cost == settled)
            && record.Charges.Count <= exchange.Attempts
            && record.IsEstimated == record.Charges.Any(charge => charge.IsEstimated);
    }

    private static void Take(ChargedExchange request, Step step)
    {
        request.Clock.Advance(TimeSpan.FromMilliseconds(100));
        var attempt = request.Exchange.Attempt;
        switch (step)
        {
            case Step.Plan:
                request.Unsent();
                break;
            case Step.Send:
                request.Send();
                break;
            case Step.SendUnpriced:
                request.Send("llama");
                break;
            case Step.Receive when attempt is { SentAt: > 0 }:
                ChargedExchange.Receive(attempt, "some text");
                break;
            case Step.Report when attempt is { SentAt: > 0 }:
                attempt.Usage = attempt.Usage.Then(new TokenUsage { InputTokens = 70 });
                break;
            case Step.Fail when attempt is { EndedAt: 0 }:
                request.Fail(attempt, FailureKind.ServerError, 500);
                break;
            case Step.TimeOut when attempt is { EndedAt: 0 }:
                request.Fail(attempt, FailureKind.IdleTimeout, attempt.Status);
                break;
            case Step.Cut when attempt is { EndedAt: 0 }:
                attempt.Answer.IsBroken = true;
                attempt.EndedAt = request.Clock.GetTimestamp();
                break;
            case Step.Finish when attempt is { EndedAt: 0, SentAt: > 0 }:
                request.Complete(attempt, new TokenUsage { InputTokens = 71, OutputTokens = 13 });
                break;
        }
    }

    private enum Step
    {
        Plan,
        Send,
        SendUnpriced,
        Receive,
        Report,
        Fail,
        TimeOut,
        Cut,
        Finish,
    }
}
