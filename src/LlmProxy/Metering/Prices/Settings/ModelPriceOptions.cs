namespace LlmProxy.Metering.Prices.Settings;

/// <summary>What a model costs, as it is written: in the configuration or in the catalogue.</summary>
public class ModelPriceOptions : RateOptions
{
    /// <summary>The first day, in UTC, on which it holds, as <c>2026-09-01</c>. Not set: always has.</summary>
    public string? From { get; set; }

    /// <summary>The first day, in UTC, on which it does not hold any more. Not set: for good.</summary>
    public string? Until { get; set; }

    /// <summary>Other rates for long prompts.</summary>
    public IList<LongContextOptions> LongContext { get; set; } = new List<LongContextOptions>();

    /// <summary>What <c>Batch</c>, <c>Flex</c> and <c>Priority</c> cost; one that is not there has no known price.</summary>
    public IDictionary<string, TierOptions> Tiers { get; set; } = new Dictionary<string, TierOptions>(StringComparer.OrdinalIgnoreCase);
}
