namespace LlmProxy.Core.Pricing;

/// <summary>The dearest rates of a model, for what is held before anybody knows which classes of tokens it will be.</summary>
public static class WorstRates
{
    /// <summary>The dearest rate of prompt tokens; <c>null</c>: the plain rate is not known. US dollars per 1,000,000 tokens.</summary>
    public static decimal? Input(PriceCard price)
    {
        ArgumentNullException.ThrowIfNull(price);
        if (price.Input is not { } worst)
            return null;
        worst = Input(price, worst);
        foreach (var rates in price.LongContext)
            worst = Input(rates, worst);
        return worst;
    }

    /// <summary>The dearest rate of answer tokens; <c>null</c>: the plain rate is not known. US dollars per 1,000,000 tokens.</summary>
    public static decimal? Output(PriceCard price)
    {
        ArgumentNullException.ThrowIfNull(price);
        if (price.Output is not { } worst)
            return null;
        worst = Output(price, worst);
        foreach (var rates in price.LongContext)
            worst = Output(rates, worst);
        return worst;
    }

    private static decimal Input(TokenRates rates, decimal worst)
    {
        worst = Math.Max(worst, rates.Input ?? 0);
        worst = Math.Max(worst, rates.CacheWrite ?? 0);
        worst = Math.Max(worst, rates.CacheWriteLong ?? 0);
        worst = Math.Max(worst, rates.InputAudio ?? 0);
        return Math.Max(worst, rates.InputImage ?? 0);
    }

    private static decimal Output(TokenRates rates, decimal worst)
    {
        worst = Math.Max(worst, rates.Output ?? 0);
        worst = Math.Max(worst, rates.Reasoning ?? 0);
        worst = Math.Max(worst, rates.OutputAudio ?? 0);
        return Math.Max(worst, rates.OutputImage ?? 0);
    }
}
