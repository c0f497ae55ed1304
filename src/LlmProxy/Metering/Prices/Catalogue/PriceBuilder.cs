using LlmProxy.Core.Pricing;
using LlmProxy.Core.Protocols;
using LlmProxy.Metering.Prices.Settings;

namespace LlmProxy.Metering.Prices.Catalogue;

/// <summary>Makes a price of what is written of it.</summary>
internal static class PriceBuilder
{
    /// <summary>Everything free.</summary>
    public static ModelPrice Free { get; } = Build(
        new ModelPriceOptions
        {
            Input = 0, CachedInput = 0, CacheWrite = 0, CacheWriteLong = 0, InputAudio = 0, InputImage = 0,
            Output = 0, Reasoning = 0, OutputAudio = 0, OutputImage = 0, WebSearch = 0,
            Tiers = PriceRules.TierNames.ToDictionary(name => name, _ => new TierOptions { Factor = 1 }),
        });

    /// <summary>The price. What is written must have passed <see cref="PriceRules"/>.</summary>
    public static ModelPrice Build(ModelPriceOptions written)
    {
        var longContext = written.LongContext
            .Select(rates => Fill(new LongContextRates { AboveInputTokens = rates.AboveInputTokens!.Value }, rates))
            .ToArray();
        var tiers = new Dictionary<ServiceTier, PriceCard>();
        foreach (var (name, tier) in written.Tiers)
            tiers[Enum.Parse<ServiceTier>(name, ignoreCase: true)] = Tier(written, longContext, tier);
        return Fill(new ModelPrice { LongContext = longContext, Tiers = tiers }, written);
    }

    private static PriceCard Tier(RateOptions standard, LongContextRates[] longContext, TierOptions tier)
    {
        if (tier.Factor is not { } factor)
            return Fill(new PriceCard(), tier);
        var scaled = Fill(new PriceCard(), standard);
        return Over(Scaled(scaled, factor), tier) with { LongContext = [.. longContext.Select(rates => Scaled(rates, factor))] };
    }

    private static T Fill<T>(T rates, RateOptions written)
        where T : TokenRates => rates with
        {
            Input = written.Input,
            CachedInput = written.CachedInput,
            CacheWrite = written.CacheWrite,
            CacheWriteLong = written.CacheWriteLong,
            InputAudio = written.InputAudio,
            InputImage = written.InputImage,
            Output = written.Output,
            Reasoning = written.Reasoning,
            OutputAudio = written.OutputAudio,
            OutputImage = written.OutputImage,
            WebSearch = written.WebSearch,
        };

    private static T Over<T>(T rates, RateOptions written)
        where T : TokenRates => rates with
        {
            Input = written.Input ?? rates.Input,
            CachedInput = written.CachedInput ?? rates.CachedInput,
            CacheWrite = written.CacheWrite ?? rates.CacheWrite,
            CacheWriteLong = written.CacheWriteLong ?? rates.CacheWriteLong,
            InputAudio = written.InputAudio ?? rates.InputAudio,
            InputImage = written.InputImage ?? rates.InputImage,
            Output = written.Output ?? rates.Output,
            Reasoning = written.Reasoning ?? rates.Reasoning,
            OutputAudio = written.OutputAudio ?? rates.OutputAudio,
            OutputImage = written.OutputImage ?? rates.OutputImage,
            WebSearch = written.WebSearch ?? rates.WebSearch,
        };

    // A search costs the same in every service.
    private static T Scaled<T>(T rates, decimal factor)
        where T : TokenRates => rates with
        {
            Input = rates.Input * factor,
            CachedInput = rates.CachedInput * factor,
            CacheWrite = rates.CacheWrite * factor,
            CacheWriteLong = rates.CacheWriteLong * factor,
            InputAudio = rates.InputAudio * factor,
            InputImage = rates.InputImage * factor,
            Output = rates.Output * factor,
            Reasoning = rates.Reasoning * factor,
            OutputAudio = rates.OutputAudio * factor,
            OutputImage = rates.OutputImage * factor,
        };
}
