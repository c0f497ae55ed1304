using LlmProxy.Metering.Prices;
using LlmProxy.Metering.Prices.Catalogue;
using LlmProxy.Metering.Prices.Settings;

namespace LlmProxy.Tests.Metering.Prices;

public class PriceStateTests
{
    private PriceOptions _options = new();

    [Fact]
    public void Current_NothingLoaded_TheBuiltInPrices() =>
        Assert.Equal(BuiltInPrices.Book.Version, new PriceState(() => _options).Current.Version);

    [Fact]
    public void Current_NothingChanged_TheSame()
    {
        var state = new PriceState(() => _options);

        Assert.Same(state.Current, state.Current);
    }

    [Fact]
    public void Current_NewConfiguration_ItsPrices()
    {
        var state = new PriceState(() => _options);
        var before = state.Current;

        _options = new() { Models = { ["m"] = new() { Input = 7 } } };

        Assert.Equal(7m, state.Current.Find(null, "c", "m", default)?.Input);
        Assert.Null(before.Find(null, "c", "m", default));
    }

    [Fact]
    public void Current_NewBook_ItsPrices()
    {
        var state = new PriceState(() => _options);
        Assert.NotNull(state.Current.Find("openai", "c", "gpt-4o", default));

        state.Book = PriceBook.Empty;

        Assert.Null(state.Current.Find("openai", "c", "gpt-4o", default));
    }
}
