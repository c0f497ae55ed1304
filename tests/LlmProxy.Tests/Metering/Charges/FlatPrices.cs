using LlmProxy.Metering.Prices.Settings;

namespace LlmProxy.Tests.Metering.Charges;

/// <summary>One price, for the models <c>gpt-4o</c> and <c>claude</c>: $2.50, $1.25 cached and $10 per million tokens.</summary>
internal static class FlatPrices
{
    public static PriceOptions Options { get; } = new()
    {
        Models = { ["gpt-4o"] = Price(), ["claude"] = Price() },
    };

    private static ModelPriceOptions Price() => new() { Input = 2.50m, CachedInput = 1.25m, Output = 10m };
}
