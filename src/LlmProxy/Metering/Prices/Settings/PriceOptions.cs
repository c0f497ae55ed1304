namespace LlmProxy.Metering.Prices.Settings;

/// <summary>What models cost, beside the catalogue that comes with the gateway.</summary>
public sealed class PriceOptions
{
}
