using System.Collections.Concurrent;
using LlmProxy.Core.Pricing;

namespace LlmProxy.Metering.Prices.Catalogue;

/// <summary>The configuration's prices, and below them a book's. Immutable.</summary>
internal sealed class PriceCatalogue : IPriceCatalogue
{
    /// <summary>Most models whose prices are remembered; above it each is looked for every time, in a few microseconds.</summary>
    private const int MaxRemembered = 1024;

    private readonly PriceBook _book;
    private readonly PriceOverlay _overlay;
    private readonly ConcurrentDictionary<(string? Vendor, string Cluster, string Model), DatedPrice[]> _remembered = new();
    private int _count;

    public PriceCatalogue(PriceBook book, PriceOverlay overlay)
    {
        _book = book;
        _overlay = overlay;
        Version = overlay.Version is { } added ? $"{book.Version}+{added}" : book.Version;
    }

    /// <inheritdoc/>
    public string Version { get; }

    /// <inheritdoc/>
    public ModelPrice? Find(string? vendor, string cluster, string model, DateTimeOffset time)
    {
        var key = (vendor, cluster, model);
        if (!_remembered.TryGetValue(key, out var prices))
        {
            prices = Collect(vendor, cluster, model);
            if (Volatile.Read(ref _count) < MaxRemembered && _remembered.TryAdd(key, prices))
                Interlocked.Increment(ref _count);
        }

        foreach (var price in prices)
        {
            if (price.HoldsAt(time))
                return price.Price;
        }

        return null;
    }

    private DatedPrice[] Collect(string? vendor, string cluster, string model)
    {
        var configured = _overlay.Find(cluster, model).Select(price => Named(price, Version));
        if (vendor == PriceVendors.Sandbox)
            return [.. configured, Named(new(null, null, PriceBuilder.Free), PriceVendors.Sandbox)];
        if (vendor is null)
            return [.. configured];
        var listed = _book.Find(vendor, model, out var known);
        var name = known == model ? Version : $"{Version} as {known}";
        return [.. configured, .. listed.Select(price => Named(price, name))];
    }

    private static DatedPrice Named(DatedPrice price, string version) => price with { Price = price.Price with { Version = version } };
}
