using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LlmProxy.Configuration.Routing;
using LlmProxy.Metering.Prices.Settings;

namespace LlmProxy.Metering.Prices.Catalogue;

/// <summary>The prices that the configuration sets. Immutable.</summary>
/// <remarks>The most specific name holds: a whole one before a pattern, then the one with more characters that are not <c>*</c>.</remarks>
internal sealed class PriceOverlay
{
    private readonly Entry[] _entries;

    /// <summary>Makes it of options that were found right.</summary>
    public PriceOverlay(PriceOptions options)
    {
        var priced = options.Models.Select(pair => new Entry(new ModelPattern(pair.Key), Dated(pair.Value)));
        var free = options.Free.Select(text => new Entry(new ModelPattern(text), new(null, null, PriceBuilder.Free with { IsConfigured = true })));
        _entries = [.. priced.Concat(free).OrderBy(entry => entry.Pattern, ModelPattern.MostSpecificFirst)];
        Version = _entries.Length == 0 ? null : Hash(options);
    }

    /// <summary>Tells these prices from others; <c>null</c>: there are none.</summary>
    public string? Version { get; }

    /// <summary>The prices of a model at a cluster, each for a time of its own or for always, the first that holds being meant.</summary>
    public DatedPrice[] Find(string cluster, string model)
    {
        if (_entries.Length == 0)
            return [];
        var both = $"{cluster}/{model}";
        return [.. _entries.Where(entry => entry.Pattern.Matches(both) || entry.Pattern.Matches(model)).Select(entry => entry.Price)];
    }

    private static DatedPrice Dated(ModelPriceOptions written) =>
        new(PriceRules.Day(written.From), PriceRules.Day(written.Until), PriceBuilder.Build(written) with { IsConfigured = true });

    private static string Hash(PriceOptions options)
    {
        var text = JsonSerializer.Serialize(new { options.Models, options.Free });
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 4));
    }

    private sealed record Entry(ModelPattern Pattern, DatedPrice Price);
}
