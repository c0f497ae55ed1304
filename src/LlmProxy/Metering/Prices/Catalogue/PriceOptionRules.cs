using LlmProxy.Configuration;
using LlmProxy.Metering.Prices.Settings;

namespace LlmProxy.Metering.Prices.Catalogue;

/// <summary>Checks the prices that the configuration sets.</summary>
internal static class PriceOptionRules
{
    /// <summary>Notes all that is wrong in the section at <paramref name="path"/>.</summary>
    public static void Check(PriceOptions options, string path, ICollection<ConfigurationError> errors)
    {
        foreach (var (name, price) in options.Models)
        {
            var here = $"{path}:{nameof(options.Models)}:{name}";
            if (name.Length == 0)
                errors.Add(new(here, "names no model", "write a model, cluster/model, or a pattern of either"));
            PriceRules.Check(price, here, errors);
            if (price is { Input: null, Output: null, WebSearch: null })
                errors.Add(new(here, "sets no price", $"set {nameof(price.Input)} and {nameof(price.Output)}; 0 is free"));
            if (options.Free.Contains(name, StringComparer.Ordinal))
                errors.Add(new(here, $"stands in {nameof(options.Free)} too", "remove one of the two"));
        }
    }
}
