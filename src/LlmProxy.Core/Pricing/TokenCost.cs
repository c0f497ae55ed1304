using LlmProxy.Core.Protocols;

namespace LlmProxy.Core.Pricing;

/// <summary>Turns tokens into money.</summary>
/// <remarks>
/// <para>
/// Every part is taken out of its whole and costs its own rate; what is left costs the rate of the whole:
/// <c>((input - parts) * p_input + cached * p_cached + … + (output - parts) * p_output + …) / 1,000,000</c>.
/// </para>
/// <para>
/// Something that was used and has no known rate makes the cost unknown. So does a count that was not reported, unless its rate is
/// 0. What three classes cost without a rate of their own is said at <see cref="TokenRates"/>.
/// </para>
/// </remarks>
public static class TokenCost
{
    private const decimal Million = 1_000_000m;
    private const decimal Thousand = 1_000m;

    /// <summary>The price of one answer.</summary>
    /// <param name="usage">What was used; every part counts inside its whole.</param>
    /// <param name="price">What the model costs; <c>null</c>: not known.</param>
    /// <param name="context">How it was served, where <paramref name="usage"/> does not say.</param>
    /// <returns>US dollars, not rounded; <c>null</c>: some part of it has no known price.</returns>
    public static decimal? Of(in TokenUsage usage, ModelPrice? price, PriceContext context = default)
    {
        if (context.UsesReportedCost && price is not { IsConfigured: true } && usage.ReportedCost is { } reported)
            return reported;
        if (price?.Card(Tier(usage, context)) is not { } card || Rates(card, price, context.IsSum ? null : usage.InputTokens) is not { } rates)
            return null;
        var searches = Amount(usage.WebSearches ?? 0, rates.WebSearch ?? price.WebSearch);
        return ((InputCost(usage, rates, card) + OutputCost(usage, rates, card)) / Million) + (searches / Thousand);
    }

    private static ServiceTier Tier(in TokenUsage usage, PriceContext context) =>
        context.IsBatch ? ServiceTier.Batch
        : usage.ServiceTier != ServiceTier.Unstated ? usage.ServiceTier
        : context.ServiceTier;

    /// <summary>The rates for a prompt of a length; <c>null</c>: the model has others for such a length, but not for this service.</summary>
    private static TokenRates? Rates(PriceCard card, ModelPrice price, long? input)
    {
        for (var i = card.LongContext.Count - 1; i >= 0; i--)
        {
            if (input > card.LongContext[i].AboveInputTokens)
                return card.LongContext[i];
        }

        var isLong = price.LongContext.Count > 0 && input > price.LongContext[0].AboveInputTokens;
        return isLong && card.LongContext.Count == 0 ? null : card;
    }

    private static decimal? InputCost(in TokenUsage usage, TokenRates rates, PriceCard card)
    {
        if (usage.InputTokens is not { } input)
            return Amount(null, rates.Input);
        // Decimals: parts that a provider made up can pass what a long holds.
        decimal cached = usage.CachedInputTokens ?? 0;
        decimal written = usage.CacheWriteTokens ?? 0;
        decimal writtenLong = usage.CacheWriteLongTokens ?? 0;
        // Images and audio can be cached too. Where the parts are more than the whole, what is too much is counted as cached alone.
        var rest = Math.Max(0, input - cached - written - writtenLong);
        var image = Math.Min(usage.InputImageTokens ?? 0, rest);
        var audio = Math.Min(usage.InputAudioTokens ?? 0, rest - image);
        return Amount(rest - image - audio, rates.Input)
            + Amount(cached, Cached(rates, card))
            + Amount(written, rates.CacheWrite)
            + Amount(writtenLong, rates.CacheWriteLong)
            + Amount(audio, rates.InputAudio)
            + Amount(image, rates.InputImage ?? rates.Input);
    }

    private static decimal? OutputCost(in TokenUsage usage, TokenRates rates, PriceCard card)
    {
        if (usage.OutputTokens is not { } output)
            return Amount(null, rates.Output);
        decimal reasoning = usage.ReasoningTokens ?? 0;
        decimal audio = usage.OutputAudioTokens ?? 0;
        decimal image = usage.OutputImageTokens ?? 0;
        return Amount(Math.Max(0, output - reasoning - audio - image), rates.Output)
            + Amount(reasoning, Reasoning(rates, card))
            + Amount(audio, rates.OutputAudio)
            + Amount(image, rates.OutputImage);
    }

    // A discount that is known for short prompts and not for long ones is unknown there, not absent.
    private static decimal? Cached(TokenRates rates, PriceCard card) =>
        rates.CachedInput ?? (card.CachedInput is null ? rates.Input : null);

    private static decimal? Reasoning(TokenRates rates, PriceCard card) =>
        rates.Reasoning ?? (card.Reasoning is null || card.Reasoning == card.Output ? rates.Output : null);

    private static decimal? Amount(decimal? count, decimal? rate) => count == 0 || rate == 0 ? 0 : count * rate;
}
