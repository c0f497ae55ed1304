using LlmProxy.Exchange;
using LlmProxy.Metering.Charges;
using LlmProxy.Metering.Tokens;

namespace LlmProxy.Limits;

/// <summary>Tells what a request asks of its limits before it has used anything.</summary>
internal sealed class LimitDemand(IPromptEstimator? estimator = null, ICostEstimate? costs = null)
{
    // Where nobody estimates: the reserve that the configuration has by default.
    private const long DefaultOutput = 1_024;

    /// <summary>From the prompt's bytes: surely enough, and cheap.</summary>
    public LimitAmounts AtMost(LlmExchange exchange) => Of(exchange, exact: false);

    /// <summary>From a count of the prompt.</summary>
    public LimitAmounts Counted(LlmExchange exchange) => Of(exchange, exact: true);

    private LimitAmounts Of(LlmExchange exchange, bool exact)
    {
        if (EndpointBillings.Of(exchange) == EndpointBilling.Free)
            return new(0, costs?.Of(exchange, 0, 0));
        // At least one, also of what is not estimated, as a file of sound or a conversation that only begins: whoever is in debt has to wait.
        if (!exchange.MakesAnswer)
            return new(1, costs?.Of(exchange, 0, 0));
        var input = Input(exchange, exact);
        var output = PromptKinds.MakesText(exchange.Path.Endpoint) ? estimator?.OutputReserve(exchange) ?? DefaultOutput : 0;
        var tokens = (long)Int128.Clamp((Int128)input + output, 1, long.MaxValue);
        return new(tokens, costs?.Of(exchange, input, output));
    }

    private long Input(LlmExchange exchange, bool exact)
    {
        if (exchange.Request is null)
            return 0;
        if (estimator is null)
            return exchange.Body?.Memory.Length ?? 0;
        var model = exchange.Attempt?.UpstreamModel ?? exchange.WantedModel;
        return exact ? estimator.Count(exchange, model).Tokens : estimator.UpperBound(exchange, model);
    }
}
