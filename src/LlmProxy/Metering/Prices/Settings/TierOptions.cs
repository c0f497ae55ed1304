using System.ComponentModel.DataAnnotations;

namespace LlmProxy.Metering.Prices.Settings;

/// <summary>What another service of the same model costs.</summary>
public sealed class TierOptions : RateOptions
{
    /// <summary>All rates of the standard service times this, those for long prompts too; rates that are set beside it go before that. 0 to 100. Not set: only what is set is known.</summary>
    [Range(0d, 100d)]
    public decimal? Factor { get; set; }
}
