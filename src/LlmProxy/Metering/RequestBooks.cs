using LlmProxy.Events;
using LlmProxy.Exchange;
using LlmProxy.Health.Degradation;
using LlmProxy.Limits;
using LlmProxy.Metering.Charges;
using LlmProxy.Metering.Deferred;
using LlmProxy.Metering.Ledger;
using LlmProxy.Telemetry;

namespace LlmProxy.Metering;

/// <summary>Closes the books on requests.</summary>
/// <remarks>What breaks here is a degradation, and no request fails by it; but what it held of its limits is given back in every case.</remarks>
internal sealed class RequestBooks : IRequestBooks
{
    /// <summary>The name of this among the side components.</summary>
    public const string Component = "metering";

    private readonly ChargeSheet _charges;
    private readonly RecordWriter _records;
    private readonly ILedger _ledger;
    private readonly Lazy<IEventHub>? _events;
    private readonly DeferredBooks? _deferred;
    private readonly LlmMetrics _metrics;
    private readonly SideComponent _guard;
    private readonly Func<LlmExchange, (LedgerRecord? Record, Task Written)> _close;

    public RequestBooks(
        ChargeSheet charges, RecordWriter records, ILedger ledger, LlmMetrics metrics, Degradations degradations, Lazy<IEventHub>? events = null,
        DeferredBooks? deferred = null)
    {
        _charges = charges;
        _records = records;
        _ledger = ledger;
        _events = events;
        _deferred = deferred;
        _metrics = metrics;
        _guard = degradations.Get(Component);
        _close = Close;
    }

    /// <inheritdoc/>
    public Task BookAsync(LlmExchange exchange) => exchange.Booking.Close(_close, exchange);

    private (LedgerRecord? Record, Task Written) Close(LlmExchange exchange)
    {
        try
        {
            var found = TryCharge(exchange);
            // At once: places are given back before anything that may be slow.
            var held = SettleLimits(exchange, found);
            var charged = found ?? Unknown(exchange);
            var record = _records.Of(exchange, charged);
            var written = exchange.IsAdmitted ? _ledger.AppendAsync(record) : Task.CompletedTask;
            _metrics.Spent(charged.Charges, exchange.ModelPattern);
            if (exchange.IsAdmitted)
                Tell(record);
            if (_deferred?.NoteAsync(exchange, record.Cost is null, held) is { IsCompletedSuccessfully: false } later)
                written = Task.WhenAll(written, later);
            _guard.Succeeded();
            return (record, written);
        }
        catch (Exception e)
        {
            _guard.Report(e);
            return (null, Task.FromException(e));
        }
        finally
        {
            // Every call but the first does nothing.
            exchange.Reservation?.Release();
        }
    }

    /// <summary>Tells whoever is to know of each request. What breaks in that is no fault of the books.</summary>
    private void Tell(LedgerRecord record)
    {
        try
        {
            if (_events?.Value is { } events && events.Wants(EventTypes.Usage))
                events.Publish(new UsageEvent(record));
        }
        catch (Exception e)
        {
            _guard.Report(e);
        }
    }

    /// <summary>What the request is charged; <c>null</c>: the gateway could not find that out.</summary>
    private ChargedRequest? TryCharge(LlmExchange exchange)
    {
        try
        {
            return _charges.Of(exchange);
        }
        catch (Exception e)
        {
            _guard.Report(e);
            return null;
        }
    }

    /// <summary>Puts what was used in the place of what was asked, which stays where nobody knows better.</summary>
    /// <returns>What budgets are charged in the place of costs that are not known, US dollars: without those of attempts that failed before, which are.</returns>
    private static decimal SettleLimits(LlmExchange exchange, ChargedRequest? charged)
    {
        if (exchange.Reservation is not { } reservation)
            return 0;
        // What the gateway answers itself counts as a request; what never got so far does not.
        var used = exchange.Attempts == 0 && exchange.Outcome != RequestOutcome.Completed ? LimitAmounts.None
            : charged is { } known ? SettledAmounts.Of(known, reservation.Asked, exchange.Route.Proxy.Budgets)
            : reservation.Asked;
        reservation.Settle(used);
        return exchange.Budgets is null ? 0 : Math.Max(0, (used.Cost ?? 0) - (charged?.KnownCost ?? 0));
    }

    /// <summary>The request is on record also where its cost could not be found out: then that is unknown.</summary>
    private static ChargedRequest Unknown(LlmExchange exchange)
    {
        var attempt = exchange.Attempt;
        var charge = new Charge(attempt?.Cluster.ClusterId ?? "", attempt?.UpstreamModel, exchange.Usage, IsEstimated: true, Cost: null, PriceVersion: null);
        return new ChargedRequest([charge], charge);
    }
}
