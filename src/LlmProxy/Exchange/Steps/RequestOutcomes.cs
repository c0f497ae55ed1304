using LlmProxy.Telemetry;

namespace LlmProxy.Exchange.Steps;

/// <summary>Tells how a request has ended where no step has said so.</summary>
internal static class RequestOutcomes
{
    /// <summary>The outcome by what the answer told and what was sent.</summary>
    public static RequestOutcome Of(LlmExchange exchange)
    {
        if (exchange.Context.RequestAborted.IsCancellationRequested && exchange.Answer is { IsBroken: false })
            return RequestOutcome.ClientGone;
        if (exchange.Answer.IsBroken)
            return RequestOutcome.Broken;
        return exchange.Context.Response.StatusCode >= 400 || exchange.Answer.ErrorCode is not null
            ? RequestOutcome.ProviderError
            : RequestOutcome.Completed;
    }
}
