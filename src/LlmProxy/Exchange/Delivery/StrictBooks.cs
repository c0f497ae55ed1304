using LlmProxy.Core.Errors;
using LlmProxy.Metering;
using LlmProxy.Metering.Charges;
using LlmProxy.Metering.Deferred;
using LlmProxy.Metering.Ledger.Settings;
using LlmProxy.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Exchange.Delivery;

/// <summary>Has a request's record on disk before the client has the end of its answer, where the ledger is strict.</summary>
internal sealed partial class StrictBooks(IEnumerable<IRequestBooks> books, TimeProvider clock, ILogger<StrictBooks> logger, DeferredBooks? deferred = null)
{
    private readonly IRequestBooks? _books = books.FirstOrDefault();
    private long _toldAt;

    /// <summary>How often it is told that answers end without their record.</summary>
    private static readonly TimeSpan TellEvery = TimeSpan.FromMinutes(1);

    /// <summary>How long a hedge's other flight, which was cancelled when it lost, may take to wind up; then it is booked by what is known.</summary>
    internal static readonly TimeSpan MaxWindUp = TimeSpan.FromSeconds(1);

    /// <summary>The stream that the client reads: <paramref name="answer"/> itself, or where the ledger is strict one that holds its end.</summary>
    /// <param name="attempt">The attempt whose answer it is.</param>
    /// <param name="answer">The answer as the client gets it.</param>
    /// <param name="isEventStream">Whether it is a stream whose events are understood: then only what follows its finish is held.</param>
    public Stream Hold(LlmAttempt attempt, Stream answer, bool isEventStream) =>
        Holds(attempt.Exchange) ? new HeldStream(answer, attempt, this, isEventStream, clock) : answer;

    /// <summary>Whether the end of an answer is held: of all that costs money, or may, or may tell what work behind a request has cost, on its way to a client. A flight's is held by those who read it for one.</summary>
    public bool Holds(LlmExchange exchange) =>
        exchange.Route.Proxy.Ledger.Durability == LedgerDurability.Strict && _books is not null && !exchange.IsDetached
        && (EndpointBillings.Of(exchange) != EndpointBilling.Free || deferred?.Awaits(exchange) == true) && ReferenceEquals(LlmExchange.Of(exchange.Context), exchange);

    /// <summary>Books a request whose answer the gateway itself writes, an error or a last resort after attempts that may have cost money, and waits as for any other.</summary>
    /// <returns>What must be written in its place; <c>null</c>: it may go out.</returns>
    public ValueTask<LlmError?> RefusalAsync(LlmExchange exchange) =>
        // Not by the client's token: one that leaves now must not make a fault of the answer that it does not get.
        exchange.Attempts > 0 && Holds(exchange) ? BookAsync(exchange, isBroken: false, CancellationToken.None) : default;

    /// <summary>Books the request and waits for its record to be on disk.</summary>
    /// <returns>Why the answer must not end well; <c>null</c>: it may.</returns>
    /// <exception cref="OperationCanceledException">The client is gone; the record is written all the same.</exception>
    public async ValueTask<LlmError?> BookAsync(LlmExchange exchange, bool isBroken, CancellationToken cancellationToken)
    {
        if (exchange.Lost is { Ended: { IsCompleted: false } windUp })
            await WaitAsync(windUp, cancellationToken);
        // What the request would be called if all goes well from here; whatever comes in between says so itself.
        exchange.Outcome ??= isBroken ? RequestOutcome.Broken
            : exchange.Answer.ErrorCode is null && exchange.Attempt is not { Status: >= 400 } ? RequestOutcome.Completed : RequestOutcome.ProviderError;
        var options = exchange.Route.Proxy.Ledger;
        try
        {
            await _books!.BookAsync(exchange).WaitAsync(options.StrictTimeout, clock, cancellationToken);
            return null;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            var isReleased = options.OnStoreFailure == StoreFailureAction.Release;
            Tell(e, isReleased);
            return isReleased ? null : Refuse(exchange);
        }
    }

    /// <summary>What a lost flight has used is counted once nothing writes to it any more.</summary>
    private async Task WaitAsync(Task windUp, CancellationToken cancellationToken)
    {
        try
        {
            await windUp.WaitAsync(MaxWindUp, clock, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // Booked all the same: with what is known, and whoever may have left.
        }
    }

    private static LlmError Refuse(LlmExchange exchange)
    {
        exchange.Outcome = RequestOutcome.Faulted;
        exchange.Error = new LlmError(
            StatusCodes.Status503ServiceUnavailable, LlmErrorTypes.Server,
            "The record of this request could not be written, and this gateway delivers no answer without one; try again.", "ledger_unavailable");
        return exchange.Error;
    }

    private void Tell(Exception failure, bool isReleased)
    {
        var now = clock.GetTimestamp();
        var told = Interlocked.Read(ref _toldAt);
        if ((told != 0 && clock.GetElapsedTime(told, now) < TellEvery) || Interlocked.CompareExchange(ref _toldAt, now, told) != told)
            return;
        if (isReleased)
            Log.Released(logger, failure.GetType().Name);
        else
            Log.Refused(logger, failure.GetType().Name);
    }

    // Event ids 443 and 444. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(
            443, LogLevel.Error, "Answers are refused, since their records cannot be written in time: {Failure}. This is told once a minute.",
            EventName = "StrictAnswerRefused")]
        public static partial void Refused(ILogger logger, string failure);

        [LoggerMessage(
            444, LogLevel.Error, "Answers go out before their records are on disk: {Failure}. This is told once a minute.",
            EventName = "StrictAnswerReleased")]
        public static partial void Released(ILogger logger, string failure);
    }
}
