using LlmProxy.Core.Pricing;
using LlmProxy.Metering.Prices;
using LlmProxy.Metering.Prices.Catalogue;
using LlmProxy.Metering.Prices.Settings;

namespace LlmProxy.Tests.Metering.Prices;

public class PriceCatalogueTests
{
    private static readonly DateTimeOffset Now = PriceBookReaderTests.Time("2026-08-01T12:00:00Z");

    private static readonly PriceBook Book = PriceBookReaderTests.Read(PriceBookReaderTests.Models("""
        { "Vendor": "groq", "Model": "llama", "Input": 0.59, "Output": 0.79 },
        { "Vendor": "together", "Model": "llama", "Input": 0.88, "Output": 0.88 },
        { "Vendor": "openai", "Model": "gpt", "Input": 2.5, "Output": 10 }
        """)).Book!;

    [Fact]
    public void Find_SameModelAtTwoVendors_EachItsPrice()
    {
        var catalogue = Of(new());

        Assert.Equal(0.59m, Input(catalogue, "groq", "a", "llama"));
        Assert.Equal(0.88m, Input(catalogue, "together", "b", "llama"));
        Assert.Null(Input(catalogue, null, "own", "llama"));
        Assert.Null(Input(catalogue, "openai", "c", "llama"));
    }

    [Fact]
    public void Find_Configured_TheMostSpecificNameHolds()
    {
        var catalogue = Of(new()
        {
            Models =
            {
                ["*"] = new() { Input = 1 },
                ["gp*"] = new() { Input = 2 },
                ["gpt"] = new() { Input = 3 },
                ["west/gp*"] = new() { Input = 4 },
                ["west/gpt"] = new() { Input = 5 },
            },
        });

        Assert.Equal(5m, Input(catalogue, "openai", "west", "gpt"));
        Assert.Equal(4m, Input(catalogue, "openai", "west", "gpt-5"));
        Assert.Equal(3m, Input(catalogue, "openai", "east", "gpt"));
        Assert.Equal(2m, Input(catalogue, "openai", "east", "gpt-5"));
        Assert.Equal(1m, Input(catalogue, "openai", "east", "o3"));
    }

    [Fact]
    public void Find_Configured_ReplacesTheCataloguesPriceWhole()
    {
        var catalogue = Of(new() { Models = { ["gpt"] = new() { Input = 9 } } });

        var price = catalogue.Find("openai", "c", "gpt", Now)!;
        Assert.True(price.IsConfigured);
        Assert.Equal(9m, price.Input);
        Assert.Null(price.Output);
    }

    [Fact]
    public void Find_Free_IsAKnownPriceOfNothing()
    {
        var catalogue = Of(new() { Free = { "gpus/*" }, Models = { ["gpus/big"] = new() { Input = 1 } } });

        Assert.Equal(0m, TokenCost.Of(new() { InputTokens = 7, OutputTokens = 7, InputAudioTokens = 3 }, catalogue.Find(null, "gpus", "any", Now)));
        Assert.Equal(1m, Input(catalogue, null, "gpus", "big"));
        Assert.Null(Input(catalogue, null, "other", "any"));
    }

    [Fact]
    public void Find_ConfiguredForATime_TheCatalogueOutsideOfIt()
    {
        var catalogue = Of(new() { Models = { ["gpt"] = new() { Input = 1, From = "2026-08-01", Until = "2026-08-02" } } });

        Assert.Equal(2.5m, Input(catalogue, "openai", "c", "gpt", "2026-07-31T23:59:59Z"));
        Assert.Equal(1m, Input(catalogue, "openai", "c", "gpt", "2026-08-01T00:00:00Z"));
        Assert.Equal(2.5m, Input(catalogue, "openai", "c", "gpt", "2026-08-02T00:00:00Z"));
    }

    [Fact]
    public void Find_Sandbox_IsFreeUnlessConfigured()
    {
        Assert.Equal(0m, Input(Of(new()), PriceVendors.Sandbox, "s", "gpt-4o"));
        Assert.Equal(3m, Input(Of(new() { Models = { ["s/*"] = new() { Input = 3 } } }), PriceVendors.Sandbox, "s", "gpt-4o"));
    }

    [Fact]
    public void Find_SnapshotUnderItsName_SaysSo()
    {
        var catalogue = Of(new());

        Assert.Equal(Book.Version, catalogue.Find("openai", "c", "gpt", Now)!.Version);
        Assert.Equal(Book.Version + " as gpt", catalogue.Find("openai", "c", "gpt-2026-05-05", Now)!.Version);
    }

    [Fact]
    public void Version_ConfiguredPrices_AreInIt()
    {
        var one = Of(new() { Models = { ["gpt"] = new() { Input = 1 } } }).Version;
        var other = Of(new() { Models = { ["gpt"] = new() { Input = 2 } } }).Version;

        Assert.Equal(Book.Version, Of(new()).Version);
        Assert.StartsWith(Book.Version + "+", one, StringComparison.Ordinal);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public void Find_MoreModelsThanAreRemembered_StillFinds()
    {
        var catalogue = Of(new() { Models = { ["m*"] = new() { Input = 1 } } });

        for (var i = 0; i < 3_000; i++)
            Assert.Equal(1m, Input(catalogue, null, "c", $"m{i}"));
    }

    private static PriceCatalogue Of(PriceOptions options) => new(Book, new PriceOverlay(options));

    private static decimal? Input(PriceCatalogue catalogue, string? vendor, string cluster, string model, string? time = null) =>
        catalogue.Find(vendor, cluster, model, time is null ? Now : PriceBookReaderTests.Time(time))?.Input;
}
