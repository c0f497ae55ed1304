using LlmProxy.Core.Pricing;
using LlmProxy.Core.Protocols;

namespace LlmProxy.Core.Tests.Pricing;

public class TokenCostTests
{
    private static readonly ModelPrice Plain = new() { Input = 3m, Output = 15m };

    private static readonly ModelPrice Full = new()
    {
        Input = 3m,
        CachedInput = 0.30m,
        CacheWrite = 3.75m,
        CacheWriteLong = 6m,
        InputAudio = 40m,
        InputImage = 8m,
        Output = 15m,
        Reasoning = 20m,
        OutputAudio = 80m,
        OutputImage = 30m,
        WebSearch = 10m,
        LongContext = [new() { AboveInputTokens = 200_000, Input = 6m, CachedInput = 0.60m, Output = 22.5m }],
        Tiers = new Dictionary<ServiceTier, PriceCard> { [ServiceTier.Flex] = new() { Input = 1.5m, Output = 7.5m } },
    };

    [Fact]
    public void Of_InputAndOutput_EachAtItsRate()
    {
        // (1,000 * 3 + 200 * 15) / 1,000,000 = 0.003 + 0.003
        Assert.Equal(0.006m, TokenCost.Of(new() { InputTokens = 1_000, OutputTokens = 200 }, Plain));
    }

    [Fact]
    public void Of_CachedTokens_AreNotPricedTwice()
    {
        // (600 * 3 + 400 * 0.30 + 200 * 15) / 1,000,000 = (1,800 + 120 + 3,000) / 1,000,000
        Assert.Equal(0.00492m, TokenCost.Of(new() { InputTokens = 1_000, CachedInputTokens = 400, OutputTokens = 200 }, Full));
    }

    [Fact]
    public void Of_EveryClass_EachAtItsOwnRate()
    {
        var usage = new TokenUsage
        {
            InputTokens = 1_000,
            CachedInputTokens = 100,
            CacheWriteTokens = 200,
            CacheWriteLongTokens = 50,
            InputAudioTokens = 30,
            InputImageTokens = 20,
            OutputTokens = 500,
            ReasoningTokens = 300,
            OutputAudioTokens = 40,
            OutputImageTokens = 10,
            WebSearches = 2,
        };

        // Input: 600 * 3 + 100 * 0.30 + 200 * 3.75 + 50 * 6 + 30 * 40 + 20 * 8 = 1,800 + 30 + 750 + 300 + 1,200 + 160 = 4,240
        // Output: 150 * 15 + 300 * 20 + 40 * 80 + 10 * 30 = 2,250 + 6,000 + 3,200 + 300 = 11,750
        // (4,240 + 11,750) / 1,000,000 + 2 * 10 / 1,000
        Assert.Equal(0.03599m, TokenCost.Of(usage, Full));
    }

    [Fact]
    public void Of_CachedTokensWithoutAPrice_CostWhatInputDoes()
    {
        // (1,000 * 3 + 0 * 15) / 1,000,000
        Assert.Equal(0.003m, TokenCost.Of(new() { InputTokens = 1_000, CachedInputTokens = 400, OutputTokens = 0 }, Plain));
    }

    [Theory]
    [InlineData(nameof(TokenUsage.CacheWriteTokens))]
    [InlineData(nameof(TokenUsage.CacheWriteLongTokens))]
    [InlineData(nameof(TokenUsage.InputAudioTokens))]
    [InlineData(nameof(TokenUsage.OutputAudioTokens))]
    [InlineData(nameof(TokenUsage.OutputImageTokens))]
    [InlineData(nameof(TokenUsage.WebSearches))]
    public void Of_UsedClassWithoutAPrice_IsUnknown(string used)
    {
        object usage = new TokenUsage { InputTokens = 10, OutputTokens = 10 };
        Assert.NotNull(TokenCost.Of((TokenUsage)usage, Plain));

        typeof(TokenUsage).GetProperty(used)!.SetValue(usage, 1L);

        Assert.Null(TokenCost.Of((TokenUsage)usage, Plain));
    }

    [Fact]
    public void Of_UnusedClassWithoutAPrice_DoesNotMatter()
    {
        var usage = new TokenUsage { InputTokens = 1_000, OutputTokens = 0, InputAudioTokens = 0, CacheWriteTokens = 0, WebSearches = 0 };

        Assert.Equal(0.003m, TokenCost.Of(usage, Plain));
    }

    [Fact]
    public void Of_ReasoningWithoutAPrice_CostsWhatOutputDoes()
    {
        // 200 * 15 / 1,000,000
        Assert.Equal(0.003m, TokenCost.Of(new() { InputTokens = 0, OutputTokens = 200, ReasoningTokens = 150 }, Plain));
    }

    [Fact]
    public void Of_ImageInputWithoutAPrice_CostsWhatInputDoes()
    {
        Assert.Equal(0.003m, TokenCost.Of(new() { InputTokens = 1_000, InputImageTokens = 800, OutputTokens = 0 }, Plain));
    }

    [Theory]
    [InlineData(200_000, 0.6)] // 200,000 * 3 / 1,000,000: the bound itself is not above it
    [InlineData(200_001, 1.200006)] // 200,001 * 6 / 1,000,000
    public void Of_LongPrompt_TheWholeRequestAtItsRates(long input, double cost)
    {
        Assert.Equal((decimal)cost, TokenCost.Of(new() { InputTokens = input, OutputTokens = 0 }, Full));
    }

    [Fact]
    public void Of_LongPrompt_TheAnswerToo()
    {
        // (100,000 * 6 + 200,000 * 0.60 + 1,000 * 22.5) / 1,000,000 = (600,000 + 120,000 + 22,500) / 1,000,000
        Assert.Equal(0.7425m, TokenCost.Of(new() { InputTokens = 300_000, CachedInputTokens = 200_000, OutputTokens = 1_000 }, Full));
    }

    [Fact]
    public void Of_LongPromptDiscountThatIsKnownForShortOnesAlone_IsUnknown()
    {
        var price = new ModelPrice
        {
            Input = 0.2m, CachedInput = 0.05m, Output = 0.5m,
            LongContext = [new() { AboveInputTokens = 128_000, Input = 0.4m, Output = 1m }],
        };

        Assert.Null(TokenCost.Of(new() { InputTokens = 130_000, CachedInputTokens = 1, OutputTokens = 1 }, price));
        // (130,000 * 0.4 + 1,000 * 1) / 1,000,000
        Assert.Equal(0.053m, TokenCost.Of(new() { InputTokens = 130_000, OutputTokens = 1_000 }, price));
    }

    [Theory]
    [InlineData(ServiceTier.Unstated, 0.006)]
    [InlineData(ServiceTier.Standard, 0.006)]
    [InlineData(ServiceTier.Flex, 0.003)] // (1,000 * 1.5 + 200 * 7.5) / 1,000,000
    public void Of_ServiceThatTheAnswerTells_ItsRates(ServiceTier tier, double cost)
    {
        var usage = new TokenUsage { InputTokens = 1_000, OutputTokens = 200, ServiceTier = tier };

        Assert.Equal((decimal)cost, TokenCost.Of(usage, Full));
    }

    [Theory]
    [InlineData(ServiceTier.Priority)]
    [InlineData(ServiceTier.Batch)]
    [InlineData(ServiceTier.Other)]
    public void Of_ServiceWithoutAPrice_IsUnknown(ServiceTier tier)
    {
        Assert.Null(TokenCost.Of(new() { InputTokens = 1, OutputTokens = 1, ServiceTier = tier }, Full));
    }

    [Fact]
    public void Of_ServiceThatWasAskedFor_CountsWhereTheAnswerIsSilent()
    {
        var silent = new TokenUsage { InputTokens = 1_000, OutputTokens = 200 };
        var asked = new PriceContext(ServiceTier: ServiceTier.Flex);

        Assert.Equal(0.003m, TokenCost.Of(silent, Full, asked));
        Assert.Equal(0.006m, TokenCost.Of(silent with { ServiceTier = ServiceTier.Standard }, Full, asked));
    }

    [Fact]
    public void Of_Batch_GoesBeforeWhatTheAnswerTells()
    {
        var price = Plain with { Tiers = new Dictionary<ServiceTier, PriceCard> { [ServiceTier.Batch] = new() { Input = 1.5m, Output = 7.5m } } };
        var usage = new TokenUsage { InputTokens = 1_000, OutputTokens = 200, ServiceTier = ServiceTier.Standard };

        Assert.Equal(0.003m, TokenCost.Of(usage, price, new PriceContext(IsBatch: true)));
    }

    [Fact]
    public void Of_LongPromptAtAServiceThatHasNoRatesForIt_IsUnknown()
    {
        Assert.Null(TokenCost.Of(new() { InputTokens = 200_001, OutputTokens = 1, ServiceTier = ServiceTier.Flex }, Full));
    }

    [Fact]
    public void Of_NoPrice_IsUnknownAndNotFree() => Assert.Null(TokenCost.Of(new() { InputTokens = 1, OutputTokens = 1 }, price: null));

    [Fact]
    public void Of_PriceOfZero_IsFree() =>
        Assert.Equal(0m, TokenCost.Of(new() { InputTokens = 1_000, OutputTokens = 1_000 }, new ModelPrice { Input = 0, Output = 0 }));

    [Fact]
    public void Of_CountThatWasNotReported_IsUnknown()
    {
        Assert.Null(TokenCost.Of(new() { InputTokens = 1_000 }, Plain));
        Assert.Null(TokenCost.Of(new() { OutputTokens = 1_000 }, Plain));
        Assert.Null(TokenCost.Of(default, Plain));
    }

    [Fact]
    public void Of_EmbeddingWithoutOutput_CostsItsInput()
    {
        // 9 * 0.02 / 1,000,000
        Assert.Equal(0.00000018m, TokenCost.Of(new() { InputTokens = 9 }, new ModelPrice { Input = 0.02m, Output = 0m }));
    }

    [Fact]
    public void Of_CachedAudio_CostsWhatCachedTokensDo()
    {
        // Of 100 tokens 90 are cached and 40 audio: at least 30 are both. 90 * 0.30 + 10 * 40 = 27 + 400
        var usage = new TokenUsage { InputTokens = 100, CachedInputTokens = 90, InputAudioTokens = 40, OutputTokens = 0 };

        Assert.Equal(0.000427m, TokenCost.Of(usage, Full));
    }

    [Fact]
    public void Of_PartsLargerThanTheWhole_NeverGiveLessThanNothing()
    {
        var usage = new TokenUsage { InputTokens = 10, CachedInputTokens = 8, CacheWriteTokens = 8, OutputTokens = 5, ReasoningTokens = 5, OutputAudioTokens = 5 };

        // 8 * 0.30 + 8 * 3.75 + 5 * 20 + 5 * 80 = 2.4 + 30 + 100 + 400
        Assert.Equal(0.0005324m, TokenCost.Of(usage, Full));
    }

    [Fact]
    public void Of_ReportedCost_IsBelievedWhereTheProviderIsKnownToReportIt()
    {
        var usage = new TokenUsage { InputTokens = 1_000, OutputTokens = 200, ReportedCost = 0.0042m };

        Assert.Equal(0.006m, TokenCost.Of(usage, Plain));
        Assert.Equal(0.0042m, TokenCost.Of(usage, Plain, new PriceContext(UsesReportedCost: true)));
        Assert.Equal(0.0042m, TokenCost.Of(usage, price: null, new PriceContext(UsesReportedCost: true)));
        Assert.Equal(0.006m, TokenCost.Of(usage, Plain with { IsConfigured = true }, new PriceContext(UsesReportedCost: true)));
    }

    [Fact]
    public void Of_LargestCounts_DoNotOverflow()
    {
        var usage = new TokenUsage { InputTokens = long.MaxValue, OutputTokens = long.MaxValue };

        // 9,223,372,036,854,775,807 tokens each, at a dollar a token.
        Assert.Equal(18_446_744_073_709_551_614m, TokenCost.Of(usage, new ModelPrice { Input = 1_000_000m, Output = 1_000_000m }));
    }

    [Fact]
    public void Of_LargestParts_DoNotWrapAround()
    {
        const long Most = long.MaxValue;
        var usage = new TokenUsage { InputTokens = Most, CachedInputTokens = Most, CacheWriteTokens = Most, CacheWriteLongTokens = Most, OutputTokens = 0 };
        var price = new ModelPrice { Input = 1_000_000m, CachedInput = 0m, CacheWrite = 0m, CacheWriteLong = 0m, Output = 0m };

        // Nothing is left of the prompt, and its parts are free.
        Assert.Equal(0m, TokenCost.Of(usage, price));
    }
}
