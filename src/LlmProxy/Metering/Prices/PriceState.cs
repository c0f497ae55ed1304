using LlmProxy.Core.Pricing;

namespace LlmProxy.Metering.Prices;

/// <summary>Holds the prices that are in force.</summary>
public sealed class PriceState
{
    private volatile IPriceCatalogue _current = NoPrices.Instance;

    /// <summary>The prices; a request takes the reference once for each charge.</summary>
    public IPriceCatalogue Current
    {
        get => _current;
        internal set => _current = value;
    }

    private sealed class NoPrices : IPriceCatalogue
    {
        public static NoPrices Instance { get; } = new();

        public string Version => "none";

        public ModelPrice? Find(string? vendor, string cluster, string model, DateTimeOffset time) => null;
    }
}
