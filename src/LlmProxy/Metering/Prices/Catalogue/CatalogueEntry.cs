using LlmProxy.Metering.Prices.Settings;

namespace LlmProxy.Metering.Prices.Catalogue;

/// <summary>One price in the catalogue's file.</summary>
internal sealed class CatalogueEntry : ModelPriceOptions
{
    /// <summary>Whose price it is; one of the names of <see cref="PriceVendors"/>.</summary>
    public string? Vendor { get; set; }

    /// <summary>The name that this provider takes.</summary>
    public string? Model { get; set; }
}
