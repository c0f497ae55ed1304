using System.Globalization;
using LlmProxy.Configuration;
using LlmProxy.Configuration.Binding;
using LlmProxy.Core.Protocols;
using LlmProxy.Metering.Prices.Settings;

namespace LlmProxy.Metering.Prices.Catalogue;

/// <summary>Checks a price, wherever it is written.</summary>
internal static class PriceRules
{
    /// <summary>The highest rate; a higher one is a slip, such as a price of one token.</summary>
    public const decimal MaxRate = 1_000_000m;

    private const string DayRemedy = "write a day like '2026-09-01'";

    /// <summary>The services that can have prices of their own.</summary>
    public static IReadOnlyList<string> TierNames { get; } = [nameof(ServiceTier.Batch), nameof(ServiceTier.Flex), nameof(ServiceTier.Priority)];

    /// <summary>Notes all that is wrong with the price at <paramref name="path"/>.</summary>
    public static void Check(ModelPriceOptions price, string path, ICollection<ConfigurationError> errors)
    {
        CheckRates(price, path, errors);
        CheckDays(price, path, errors);
        for (var i = 0; i < price.LongContext.Count; i++)
        {
            var here = $"{path}:{nameof(price.LongContext)}:{i}";
            CheckRates(price.LongContext[i], here, errors);
            if (i > 0 && price.LongContext[i].AboveInputTokens <= price.LongContext[i - 1].AboveInputTokens)
                errors.Add(new(here, $"is for {price.LongContext[i].AboveInputTokens} tokens, not more than the one before it", "write the lowest bound first"));
        }

        if (price.Tiers.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count() < price.Tiers.Count)
            errors.Add(new($"{path}:{nameof(price.Tiers)}", "names a service twice", "remove one of the two; the case of letters does not tell names apart"));
        foreach (var (name, tier) in price.Tiers)
        {
            var here = $"{path}:{nameof(price.Tiers)}:{name}";
            if (!TierNames.Contains(name, StringComparer.OrdinalIgnoreCase))
                errors.Add(new(here, "is not a service with a price of its own", NameSuggestion.For(name, TierNames)));
            CheckRates(tier, here, errors);
            if (tier.Factor is < 0 or > 100)
                errors.Add(new($"{here}:{nameof(tier.Factor)}", $"is {Text(tier.Factor)}", "it must be from 0 to 100"));
        }
    }

    /// <summary>Reads a day; the beginning of it in UTC. <c>null</c>: it is none.</summary>
    public static DateTimeOffset? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero)
            : null;

    private static void CheckDays(ModelPriceOptions price, string path, ICollection<ConfigurationError> errors)
    {
        foreach (var (name, text) in new[] { (nameof(price.From), price.From), (nameof(price.Until), price.Until) })
        {
            if (text is not null && Day(text) is null)
                errors.Add(new($"{path}:{name}", $"is {SafeValue.Show(text)}", DayRemedy));
        }

        if (Day(price.From) >= Day(price.Until))
            errors.Add(new($"{path}:{nameof(price.Until)}", $"is {price.Until}, not after {nameof(price.From)}", $"it must be after {price.From}"));
    }

    private static void CheckRates(RateOptions rates, string path, ICollection<ConfigurationError> errors)
    {
        foreach (var (name, rate) in RatesOf(rates))
        {
            if (rate is < 0 or > MaxRate)
                errors.Add(new($"{path}:{name}", $"is {Text(rate)}", "it must be from 0 to 1,000,000 US dollars per 1,000,000 tokens"));
        }
    }

    private static IEnumerable<(string Name, decimal? Rate)> RatesOf(RateOptions rates) =>
    [
        (nameof(rates.Input), rates.Input),
        (nameof(rates.CachedInput), rates.CachedInput),
        (nameof(rates.CacheWrite), rates.CacheWrite),
        (nameof(rates.CacheWriteLong), rates.CacheWriteLong),
        (nameof(rates.InputAudio), rates.InputAudio),
        (nameof(rates.InputImage), rates.InputImage),
        (nameof(rates.Output), rates.Output),
        (nameof(rates.Reasoning), rates.Reasoning),
        (nameof(rates.OutputAudio), rates.OutputAudio),
        (nameof(rates.OutputImage), rates.OutputImage),
        (nameof(rates.WebSearch), rates.WebSearch),
    ];

    private static string Text(decimal? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";
}
