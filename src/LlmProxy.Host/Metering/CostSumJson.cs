using System.Text.Json;
using LlmProxy.Metering.Ledger;

namespace LlmProxy.Host.Metering;

/// <summary>Writes sums of costs.</summary>
internal static class CostSumJson
{
    /// <summary>Writes the members of one. Money is a JSON number with all its digits and no exponent.</summary>
    public static void Write(Utf8JsonWriter json, CostSum sum)
    {
        json.WriteNumber("cost_usd", Money.Plain(sum.Cost));
        json.WriteNumber("saved_usd", Money.Plain(sum.Saved));
        json.WriteNumber("requests", sum.Requests);
        json.WriteNumber("unknown_cost_requests", sum.UnknownCost);
        json.WriteNumber("estimated_requests", sum.Estimated);
        json.WriteNumber("failed_requests", sum.Failed);
        json.WriteNumber("input_tokens", sum.InputTokens);
        json.WriteNumber("cached_input_tokens", sum.CachedInputTokens);
        json.WriteNumber("output_tokens", sum.OutputTokens);
        json.WriteNumber("reasoning_tokens", sum.ReasoningTokens);
    }
}
