using System.Text.Json;
using LlmProxy.Core.Pricing;
using LlmProxy.Metering.Prices;
using LlmProxy.Metering.Prices.Catalogue;
using LlmProxy.Tests.Configuration;
using Newtonsoft.Json.Linq;
using NJsonSchema;

namespace LlmProxy.Tests.Metering.Prices;

/// <summary>The catalogue that comes with the gateway.</summary>
public class BuiltInPricesTests
{
    private static readonly string File = Path.Combine(SampleFiles.Root, "config", "prices.json");

    [Fact]
    public async Task Catalogue_Schema_FindsNothing()
    {
        var schema = await JsonSchema.FromFileAsync(Path.Combine(SampleFiles.Root, "config", "prices.schema.json"));

        Assert.Empty(schema.Validate(JObject.Parse(System.IO.File.ReadAllText(File))));
    }

    [Theory]
    [InlineData("""{ "Version": "v", "Models": [ { "Vendor": "a", "Model": "m", "Inptu": 1 } ] }""")]
    [InlineData("""{ "Version": "v", "Models": [ { "Vendor": "a", "Model": "m", "Input": -1 } ] }""")]
    [InlineData("""{ "Version": "v", "Models": [ { "Vendor": "a", "Input": 1 } ] }""")]
    [InlineData("""{ "Models": [] }""")]
    public async Task Mistake_Schema_IsFound(string json)
    {
        var schema = await JsonSchema.FromFileAsync(Path.Combine(SampleFiles.Root, "config", "prices.schema.json"));

        Assert.NotEmpty(schema.Validate(json));
    }

    [Fact]
    public void Book_Always_IsTheFile()
    {
        var (book, errors) = PriceBookReaderTests.Read(System.IO.File.ReadAllText(File));

        Assert.Empty(errors);
        Assert.Equal(book!.Version, BuiltInPrices.Book.Version);
        Assert.Equal(234, BuiltInPrices.Book.Count);
    }

    [Fact]
    public void Catalogue_EveryEntry_IsPlausible()
    {
        using var document = JsonDocument.Parse(System.IO.File.ReadAllText(File));
        foreach (var entry in document.RootElement.GetProperty("Models").EnumerateArray())
        {
            var (vendor, model) = (entry.GetProperty("Vendor").GetString()!, entry.GetProperty("Model").GetString()!);
            var price = Assert.Single(BuiltInPrices.Book.Find(vendor, model, out var known)).Price;
            Assert.Equal(model, known);
            // A rate of 0 would be a gift: only what makes no text has one, for answers.
            Assert.True(price.Input > 0, model);
            Assert.True(price.Output > 0 || (price.Output == 0 && model.Contains("embed", StringComparison.Ordinal)) || vendor == "voyage", model);
            foreach (var card in price.Tiers.Values.Prepend(price))
                AssertPlausible(card, model);
        }
    }

    [Theory]
    [InlineData("openai", "gpt-4o-2099-01-01", "gpt-4o")]
    [InlineData("anthropic", "claude-opus-4-5-20991231", "claude-opus-4-5")]
    [InlineData("openai", "gpt-4o-2024-05-13", "gpt-4o-2024-05-13")]
    public void Find_Snapshot_ItsOwnPriceElseThatOfItsName(string vendor, string model, string known)
    {
        Assert.Single(BuiltInPrices.Book.Find(vendor, model, out var found));
        Assert.Equal(known, found);
    }

    [Theory]
    [InlineData("openai", "gpt-4o-mini-transcribe")]
    [InlineData("openai", "gpt-4o-9999-99-99")]
    [InlineData("openai", "ft:gpt-4o:org::id")]
    [InlineData("openai", "llama-3.3-70b-versatile")]
    [InlineData("openai", "dall-e-3")]
    [InlineData("nobody", "gpt-4o")]
    public void Find_WhatIsNotListed_IsUnknown(string vendor, string model) => Assert.Empty(BuiltInPrices.Book.Find(vendor, model, out _));

    [Fact]
    public void Vendors_OfTheCatalogue_AreThoseThatClustersCanHave()
    {
        using var document = JsonDocument.Parse(System.IO.File.ReadAllText(File));

        foreach (var vendor in document.RootElement.GetProperty("Models").EnumerateArray().Select(entry => entry.GetProperty("Vendor").GetString()!).Distinct())
            Assert.Contains(vendor, PriceVendors.All);
    }

    private static void AssertPlausible(PriceCard card, string model)
    {
        Assert.True(card.CachedInput is null || card.CachedInput < card.Input, model);
        Assert.True(card.CacheWrite is null || card.CacheWrite > card.Input, model);
        Assert.True(card.CacheWriteLong is null || card.CacheWriteLong > card.CacheWrite, model);
        foreach (var longer in card.LongContext)
            Assert.True(longer.Input > card.Input && longer.Output > card.Output && longer.AboveInputTokens >= 100_000, model);
    }
}
