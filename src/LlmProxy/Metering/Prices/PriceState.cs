using LlmProxy.Core.Pricing;
using LlmProxy.Metering.Prices.Catalogue;
using LlmProxy.Metering.Prices.Settings;

namespace LlmProxy.Metering.Prices;

/// <summary>Holds the prices that are in force: the configuration's, and below them those of the last good catalogue.</summary>
public sealed class PriceState
{
    private readonly Func<PriceOptions> _options;
    private readonly Lock _building = new();
    private volatile Prices? _prices;
    private volatile PriceBook? _book;

    internal PriceState(Func<PriceOptions> options) => _options = options;

    /// <summary>The prices; a request takes the reference once for each charge.</summary>
    public IPriceCatalogue Current
    {
        get
        {
            // A reload makes new options, so that comparing references tells of it.
            var options = _options();
            return _prices is { } prices && ReferenceEquals(prices.Options, options) && ReferenceEquals(prices.Book, Book)
                ? prices.Catalogue
                : Build();
        }
    }

    /// <summary>The catalogue below the configuration's prices; where none was loaded, the built-in one.</summary>
    internal PriceBook Book
    {
        get => _book ?? BuiltInPrices.Book;
        set => _book = value;
    }

    private PriceCatalogue Build()
    {
        lock (_building)
        {
            var (options, book) = (_options(), Book);
            var catalogue = new PriceCatalogue(book, new PriceOverlay(options));
            _prices = new(options, book, catalogue);
            return catalogue;
        }
    }

    private sealed record Prices(PriceOptions Options, PriceBook Book, PriceCatalogue Catalogue);
}
