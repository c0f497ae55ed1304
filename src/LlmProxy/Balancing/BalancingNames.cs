namespace LlmProxy.Balancing;

/// <summary>The plugin's policies, for a cluster's <c>LoadBalancingPolicy</c>; case does not matter.</summary>
public static class BalancingNames
{
    /// <summary>The destination whose first token comes soonest, by what was measured lately and what is under way.</summary>
    public const string LeastLatency = "LeastLatency";

    /// <summary>Every destination its share, by the cluster's <c>Llm:Weights</c>.</summary>
    public const string Weighted = "Weighted";

    /// <summary>The destination that has served the longest prefix of the prompt, unless it is busier than others.</summary>
    public const string PrefixAffinity = "PrefixAffinity";

    /// <summary>The destination with the fewest tokens under way, of prompts and of answers.</summary>
    public const string LeastTokens = "LeastTokens";

    /// <summary>The destination with the lowest factor in the cluster's <c>Llm:PriceFactors</c>.</summary>
    public const string Cheapest = "Cheapest";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [LeastLatency, Weighted, PrefixAffinity, LeastTokens, Cheapest];
}
