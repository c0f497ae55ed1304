using System.Collections.Frozen;

namespace LlmProxy.Metering.Prices.Catalogue;

/// <summary>The prices of one catalogue file. Immutable.</summary>
internal sealed class PriceBook
{
    private readonly FrozenDictionary<string, FrozenDictionary<string, DatedPrice[]>> _vendors;

    /// <summary>Makes a book of prices by vendor, then model; those of one model in any order, never two at one time.</summary>
    public PriceBook(string version, string source, IReadOnlyDictionary<string, IReadOnlyDictionary<string, DatedPrice[]>> vendors)
    {
        Version = version;
        Source = source;
        _vendors = vendors.ToFrozenDictionary(
            pair => pair.Key, pair => pair.Value.ToFrozenDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    /// <summary>A book without prices.</summary>
    public static PriceBook Empty { get; } = new("none", "nowhere", new Dictionary<string, IReadOnlyDictionary<string, DatedPrice[]>>());

    /// <summary>The file's own version and a hash of what stands in it.</summary>
    public string Version { get; }

    /// <summary>Where it was read, for people.</summary>
    public string Source { get; }

    /// <summary>How many models have a price.</summary>
    public int Count => _vendors.Values.Sum(models => models.Count);

    /// <summary>All prices of a model, under its name as it is or without its date.</summary>
    /// <param name="vendor">Whose.</param>
    /// <param name="model">The name that the provider takes.</param>
    /// <param name="known">The name under which it stands in the book.</param>
    public DatedPrice[] Find(string vendor, string model, out string known)
    {
        known = model;
        if (!_vendors.TryGetValue(vendor, out var models))
            return [];
        if (models.TryGetValue(model, out var prices))
            return prices;
        if (ModelDate.Strip(model) is { } undated && models.TryGetValue(undated, out prices))
        {
            known = undated;
            return prices;
        }

        return [];
    }
}
