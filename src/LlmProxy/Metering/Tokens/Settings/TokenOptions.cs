using System.ComponentModel.DataAnnotations;

namespace LlmProxy.Metering.Tokens.Settings;

/// <summary>How tokens are counted and estimated.</summary>
public sealed class TokenOptions
{
    /// <summary>How many output tokens are reserved for a request that states no bound, where its route has none either. 1 to 1,000,000; default 1,024.</summary>
    [Range(1, 1_000_000)]
    public int DefaultOutputReserve { get; init; } = 1_024;
}
