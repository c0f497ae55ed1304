using LlmProxy.Exchange;
using LlmProxy.Exchange.Detached;
using LlmProxy.Failover.Settings;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Failover.Hedging;

/// <summary>One request's flight, and the second one that sets off when the first is late.</summary>
/// <param name="hedger">Knows when and where to.</param>
/// <param name="exchange">The request.</param>
/// <param name="first">The flight under way.</param>
/// <param name="options">The route's settings; <c>null</c>: there is no second.</param>
/// <param name="forward">YARP's pipeline.</param>
/// <param name="clock">Tells when the first is late.</param>
internal sealed class HedgeRace(
    Hedger hedger, LlmExchange exchange, Flight first, HedgeOptions? options, RequestDelegate forward, TimeProvider clock)
{
    /// <summary>How long a cancelled flight may take to wind up before the request is settled without it.</summary>
    private static readonly TimeSpan WindUp = TimeSpan.FromSeconds(5);

    private Flight? _second;

    /// <summary>Waits for the answer that counts: the first good one; without any, what the first flight brought.</summary>
    /// <exception cref="OperationCanceledException">The client is gone.</exception>
    public async Task<FlightStart> DecideAsync(CancellationToken cancellationToken)
    {
        var start = await RaceAsync(cancellationToken);
        Book(start.Flight);
        return start;
    }

    /// <summary>Ends both flights, and books what they did. To be called whatever happened.</summary>
    /// <param name="decision">What <see cref="DecideAsync"/> returned.</param>
    public async Task EndAsync(Task<FlightStart> decision)
    {
        first.Cancel();
        await WindUpAsync(first.Ended);
        // Without a client it ends by itself; it must not begin a second flight after this.
        await ((Task)decision).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var counted = decision.IsCompletedSuccessfully ? (await decision).Flight : first;
        if (!decision.IsCompletedSuccessfully)
            Book(first);
        // A client that left before the answer was opened has no reader's attempt.
        if (exchange.Attempt is not { IsReader: true })
            exchange.Attempt = counted.Exchange.Attempt;

        var other = ReferenceEquals(counted, first) ? _second : first;
        if (other is null)
            return;
        exchange.Lost = other;
        other.Cancel();
        await WindUpAsync(other.Ended);
    }

    private async Task<FlightStart> RaceAsync(CancellationToken cancellationToken)
    {
        if (options is null)
            return await first.Start.WaitAsync(cancellationToken);
        if (await IsInTimeAsync(options, cancellationToken) || hedger.TryBeginSecond(exchange, first, forward) is not { } second)
        {
            var only = await first.Start.WaitAsync(cancellationToken);
            if (only.IsGood)
                hedger.NoteTime(exchange, first);
            return only;
        }

        _second = second;
        return await FinishAsync(second, cancellationToken);
    }

    /// <summary>Whether the first flight begins to answer in time. Its time runs from when it was sent, and anew for each attempt.</summary>
    private async Task<bool> IsInTimeAsync(HedgeOptions hedge, CancellationToken cancellationToken)
    {
        var attempt = first.Exchange.Attempt!;
        var wait = hedger.Patience(exchange, attempt.Target, hedge);
        while (!await IsInTimeAsync(wait, cancellationToken))
        {
            attempt = first.Exchange.Attempt!;
            // What waits for its turn after a failure was not sent yet: nothing else would be faster.
            wait = attempt.SentAt == 0
                ? hedge.MinDelay
                : hedger.Patience(exchange, attempt.Target, hedge) - clock.GetElapsedTime(attempt.SentAt);
            // Less than a timer can tell is no time left.
            if (wait < TimeSpan.FromMilliseconds(1))
                return false;
        }

        return true;
    }

    private async Task<bool> IsInTimeAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        try
        {
            await first.Start.WaitAsync(wait, clock, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task<FlightStart> FinishAsync(Flight second, CancellationToken cancellationToken)
    {
        var start = await await Task.WhenAny(first.Start, second.Start).WaitAsync(cancellationToken);
        var isAlone = start.IsGood;
        if (!isAlone)
        {
            // One has failed: the other decides.
            var other = await (ReferenceEquals(start.Flight, first) ? second : first).Start.WaitAsync(cancellationToken);
            start = other.IsGood ? other : await first.Start;
        }

        var hasWon = ReferenceEquals(start.Flight, second);
        // At once: the books may be closed before the request has ended.
        exchange.Lost = hasWon ? first : second;
        exchange.Lost.Cancel();
        hedger.NoteTime(exchange, first);
        if (hasWon)
            hedger.NoteTime(exchange, second);
        hedger.Note(exchange, hasWon ? HedgeOutcomes.Won : isAlone ? HedgeOutcomes.Lost : HedgeOutcomes.Failed);
        return start;
    }

    private void Book(Flight counted)
    {
        FlightLedger.Book(exchange, counted);
        // Told to the client before the other one has wound up.
        exchange.Attempts = first.Exchange.Attempts + (_second?.Exchange.Attempts ?? 0);
    }

    private static async Task WindUpAsync(Task ended)
    {
        try
        {
            await ended.WaitAsync(WindUp);
        }
        catch (TimeoutException)
        {
            // It has been cancelled, and what it holds goes with it, but it is not waited for.
        }
    }
}
