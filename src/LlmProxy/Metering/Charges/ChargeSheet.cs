using LlmProxy.Exchange;
using LlmProxy.Exchange.Detached;
using LlmProxy.Metering.Ledger;
using LlmProxy.Metering.Prices;

namespace LlmProxy.Metering.Charges;

/// <summary>Writes down what the attempts of a request are charged: the delivered one, those that failed or were not waited for, and hedges that lost.</summary>
internal sealed class ChargeSheet(UsageReckoner usages, AttemptPrices prices)
{
    /// <summary>The charges of a request as it stands.</summary>
    /// <param name="exchange">The request, whose body is still there.</param>
    public ChargedRequest Of(LlmExchange exchange)
    {
        var delivered = exchange.Attempt is { } attempt ? Of(exchange, attempt) : null;
        if (!exchange.HasPastAttempts && exchange.Lost is null)
            return new ChargedRequest(delivered is null ? [] : [delivered], delivered);

        var lost = new List<LlmAttempt>();
        FlightLedger.CollectLost(exchange, lost);
        var charges = new List<Charge>(lost.Count + 1);
        foreach (var other in lost)
        {
            if (!ReferenceEquals(other, exchange.Attempt) && Of(exchange, other) is { } charge)
                charges.Add(charge);
        }

        if (delivered is not null)
            charges.Add(delivered);
        return new ChargedRequest(charges, delivered);
    }

    private Charge? Of(LlmExchange exchange, LlmAttempt attempt)
    {
        if (usages.Of(exchange, attempt) is not { } settled)
            return null;
        var price = prices.Of(attempt, settled.Usage, AttemptPrices.Asked(exchange));
        return new Charge(attempt.Cluster.ClusterId, attempt.UpstreamModel, settled.Usage, settled.IsEstimated, price.Cost, price.Version);
    }
}
