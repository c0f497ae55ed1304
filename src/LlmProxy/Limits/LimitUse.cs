using LlmProxy.Exchange;
using LlmProxy.Telemetry;

namespace LlmProxy.Limits;

/// <summary>Tells what a request has used, as far as its provider reported it; where the books were closed before, this counts no more.</summary>
internal static class LimitUse
{
    /// <summary>What it has used. An answer that came without a count, or broke off before it, keeps what was reserved for it.</summary>
    public static LimitAmounts Of(LlmExchange exchange)
    {
        // What the gateway answers itself counts as a request; what never got so far does not.
        if (exchange.Attempts == 0)
            return exchange.Outcome == RequestOutcome.Completed ? new(0, 0m) : LimitAmounts.None;
        var usage = exchange.Usage;
        if (usage.IsEmpty)
            return HasNoAnswer(exchange.Outcome) ? new(0, null) : exchange.Reservation!.Asked;
        return new((usage.InputTokens ?? 0) + (usage.OutputTokens ?? 0), null);
    }

    private static bool HasNoAnswer(RequestOutcome? outcome) =>
        outcome is RequestOutcome.Failed or RequestOutcome.ProviderError or RequestOutcome.LastResort;
}
