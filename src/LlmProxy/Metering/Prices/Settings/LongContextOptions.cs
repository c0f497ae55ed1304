using System.ComponentModel.DataAnnotations;

namespace LlmProxy.Metering.Prices.Settings;

/// <summary>Rates that hold for the whole of a request with a long prompt.</summary>
public sealed class LongContextOptions : RateOptions
{
    /// <summary>They hold where the prompt has more tokens than this. 1 to 1,000,000,000.</summary>
    [Required, Range(1, 1_000_000_000)]
    public long? AboveInputTokens { get; set; }
}
