using System.Text;
using LlmProxy.Configuration;
using LlmProxy.Core.Protocols;
using LlmProxy.Metering.Prices.Catalogue;

namespace LlmProxy.Tests.Metering.Prices;

public class PriceBookReaderTests
{
    [Fact]
    public void Read_Price_HasAllThatIsWritten()
    {
        var (book, errors) = Read("""
            {
              "$schema": "x", "Version": "v1", "AsOf": "2026-07-24", "Credit": "c", "Notes": [ "n" ], // a remark
              "Models": [
                { "Vendor": "openai", "Model": "m", "Input": 2.5, "CachedInput": 0.25, "Output": 15, "InputAudio": 40,
                  "LongContext": [ { "AboveInputTokens": 272000, "Input": 5, "Output": 22.5 } ],
                  "Tiers": { "Flex": { "Input": 1.25, "Output": 7.5 }, "Batch": { "Factor": 0.5, "Output": 7 } } },
              ]
            }
            """);

        Assert.Empty(errors);
        var price = Assert.Single(book!.Find("openai", "m", out _)).Price;
        Assert.Equal((2.5m, 0.25m, 15m, 40m), (price.Input, price.CachedInput, price.Output, price.InputAudio));
        Assert.Null(price.CacheWrite);
        var longer = Assert.Single(price.LongContext);
        Assert.Equal((272_000L, 5m, 22.5m), (longer.AboveInputTokens, longer.Input, longer.Output));
        var flex = price.Card(ServiceTier.Flex)!;
        Assert.Equal((1.25m, 7.5m), (flex.Input, flex.Output));
        Assert.Empty(flex.LongContext);
        Assert.Null(price.Card(ServiceTier.Priority));
        // Half of everything, but for the answer, which has a rate of its own; 40 / 2, 5 / 2, 22.5 / 2.
        var batch = price.Card(ServiceTier.Batch)!;
        Assert.Equal((1.25m, 0.125m, 7m, 20m), (batch.Input, batch.CachedInput, batch.Output, batch.InputAudio));
        Assert.Equal((2.5m, 11.25m), (batch.LongContext[0].Input, batch.LongContext[0].Output));
    }

    [Fact]
    public void Read_EverythingWrong_IsAllSaid()
    {
        var (book, errors) = Read("""
            {
              "Models": [
                { "Vendor": "a", "Model": "m", "Inptu": 1 },
                { "Vendor": "a", "Input": 1 },
                { "Vendor": "a", "Model": "n", "Input": -1, "Output": 2000000 },
                { "Vendor": "a", "Model": "o", "From": "tomorrow", "Tiers": { "Scale": { "Input": 1 } } },
                { "Vendor": "a", "Model": "p", "From": "2026-02-01", "Until": "2026-02-01" },
                { "Vendor": "a", "Model": "q", "LongContext": [ { "Input": 1 } ] },
                { "Vendor": "a", "Model": "r", "Input": 1, "Input": 2 },
                { "Vendor": "a", "Model": "s", "LongContext": [ { "AboveInputTokens": 9, "Input": 1 }, { "AboveInputTokens": 9, "Input": 2 } ] },
                { "Vendor": "a", "Model": "t", "Input": "1" },
                { "Vendor": "a", "Model": "u", "LongContext": null },
                { "Vendor": "a", "Model": "v", "Tiers": { "Flex": null } },
                { "Vendor": "a", "Model": "w", "LongContext": [ null ] },
                { "Vendor": "a", "Model": "x", "Tiers": { "Flex": { "Input": 1 }, "flex": { "Input": 2 } } },
                null
              ],
              "Modles": []
            }
            """);

        Assert.Null(book);
        string[] paths = ["Version", "Modles", "Models:0", "Models:1", "Models:2 (a n):Input", "Models:2 (a n):Output", "Models:3 (a o):From",
            "Models:3 (a o):Tiers:Scale", "Models:4 (a p):Until", "Models:5:LongContext", "Models:6", "Models:7 (a s):LongContext:1", "Models:8",
            "Models:9", "Models:10", "Models:11", "Models:12 (a x):Tiers", "Models:13"];
        Assert.Equal(paths.Select(path => "file:" + path).Order(StringComparer.Ordinal), errors.Select(error => error.Path).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{ "Version": "v" }""")]
    [InlineData("""{ "Version": "v w", "Models": [] }""")]
    [InlineData("""{ "Version": "v\n", "Models": [] }""")]
    [InlineData("""{ "Version": "v", "Models": [] } x""")]
    public void Read_NoCatalogue_IsRefused(string text)
    {
        var (book, errors) = Read(text);

        Assert.Null(book);
        Assert.NotEmpty(errors);
    }

    [Fact]
    public void Read_TwoPricesForOneTime_AreRefused()
    {
        var (_, errors) = Read(Models("""
            { "Vendor": "a", "Model": "m", "Input": 1, "Until": "2026-02-02" }, { "Vendor": "a", "Model": "m", "Input": 2, "From": "2026-02-01" }
            """));

        Assert.Contains("for the same time", Assert.Single(errors).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_PriceThatChanges_EachHoldsInItsTime()
    {
        var (book, errors) = Read(Models("""
            { "Vendor": "a", "Model": "m", "Input": 1, "Until": "2026-09-01" }, { "Vendor": "a", "Model": "m", "Input": 2, "From": "2026-09-01" }
            """));

        Assert.Empty(errors);
        Assert.Equal([1m], book!.Find("a", "m", out _).Where(price => price.HoldsAt(Time("2026-08-31T23:59:59Z"))).Select(price => price.Price.Input));
        Assert.Equal([2m], book.Find("a", "m", out _).Where(price => price.HoldsAt(Time("2026-09-01T00:00:00Z"))).Select(price => price.Price.Input));
    }

    [Fact]
    public void Version_OtherPricesUnderTheSameName_IsAnother()
    {
        var (one, _) = Read(Models("""{ "Vendor": "a", "Model": "m", "Input": 1 }"""));
        var (other, _) = Read(Models("""{ "Vendor": "a", "Model": "m", "Input": 2 }"""));

        Assert.StartsWith("v.", one!.Version, StringComparison.Ordinal);
        Assert.NotEqual(one.Version, other!.Version);
    }

    internal static string Models(string models) => $$"""{ "Version": "v", "Models": [ {{models}} ] }""";

    internal static (PriceBook? Book, List<ConfigurationError> Errors) Read(string text)
    {
        var errors = new List<ConfigurationError>();
        return (PriceBookReader.Read(Encoding.UTF8.GetBytes(text), "file", errors), errors);
    }

    internal static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
