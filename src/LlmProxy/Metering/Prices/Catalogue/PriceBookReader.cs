using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using LlmProxy.Configuration;
using LlmProxy.Configuration.Binding;

namespace LlmProxy.Metering.Prices.Catalogue;

/// <summary>Reads a catalogue's file. What is wrong is noted, all of it, and then there is no book.</summary>
internal sealed class PriceBookReader
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNameCaseInsensitive = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        AllowTrailingCommas = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    private readonly string _source;
    private readonly ICollection<ConfigurationError> _errors;
    private readonly Dictionary<string, Dictionary<string, List<DatedPrice>>> _vendors = new(StringComparer.Ordinal);

    private PriceBookReader(string source, ICollection<ConfigurationError> errors)
    {
        _source = source;
        _errors = errors;
    }

    /// <summary>Reads <paramref name="text"/>.</summary>
    /// <param name="text">UTF-8 JSON, with or without its mark.</param>
    /// <param name="source">Where it stands, for people.</param>
    /// <param name="errors">Takes what is wrong.</param>
    /// <returns>The book; <c>null</c>: something is wrong.</returns>
    public static PriceBook? Read(ReadOnlyMemory<byte> text, string source, ICollection<ConfigurationError> errors)
    {
        var before = errors.Count;
        var reader = new PriceBookReader(source, errors);
        if (text.Span.StartsWith(System.Text.Encoding.UTF8.Preamble))
            text = text[3..];
        string? version = null;
        try
        {
            using var document = JsonDocument.Parse(text, new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            version = reader.ReadAll(document.RootElement);
        }
        catch (JsonException e)
        {
            reader.Add(null, $"is not JSON in line {(e.LineNumber ?? 0) + 1}", SafeValue.OneLine(e.Message));
        }

        return errors.Count > before ? null : reader.Book($"{version}.{Hash(text.Span)}");
    }

    private string? ReadAll(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            Add(null, "is not an object", "begin it with { and end it with }");
            return null;
        }

        var version = root.TryGetProperty("Version", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
        if (version is not { Length: > 0 and <= 40 } || version.AsSpan().ContainsAnyExceptInRange('!', '~'))
            Add("Version", "is no name", "give the prices one of at most 40 ASCII characters without spaces, such as the day they are of");
        foreach (var member in root.EnumerateObject())
        {
            if (member.Name is not ("$schema" or "Version" or "AsOf" or "Credit" or "Notes" or "Models"))
                Add(member.Name, "is not a setting", NameSuggestion.For(member.Name, ["Version", "AsOf", "Credit", "Notes", "Models"]));
        }

        if (!root.TryGetProperty("Models", out var models) || models.ValueKind != JsonValueKind.Array)
            Add("Models", "is missing", "list prices in square brackets");
        else
            models.EnumerateArray().Index().ToList().ForEach(pair => ReadEntry(pair.Item, pair.Index));
        return version;
    }

    private void ReadEntry(JsonElement json, int index)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"Models:{index}");
        CatalogueEntry? entry;
        try
        {
            entry = json.Deserialize<CatalogueEntry>(Json);
        }
        catch (JsonException e)
        {
            Add(path, "is not a price", SafeValue.OneLine(e.Message));
            return;
        }

        if (entry is not { Vendor.Length: > 0, Model.Length: > 0 })
        {
            Add(path, "names no model", "give it a Vendor and a Model");
            return;
        }

        // The serializer lets nulls into collections.
        if (entry.LongContext.Contains(null!) || entry.Tiers.Values.Contains(null!))
        {
            Add(path, "holds a null among its rates", "write an object, or leave it out");
            return;
        }

        var faults = new List<ConfigurationError>();
        PriceRules.Check(entry, $"{path} ({entry.Vendor} {entry.Model})", faults);
        faults.AddRange(entry.LongContext.Where(rates => rates.AboveInputTokens is null or < 1)
            .Select(_ => new ConfigurationError($"{path}:LongContext", "has no AboveInputTokens", "say above how many tokens it holds")));
        foreach (var fault in faults)
            _errors.Add(fault with { Path = $"{_source}:{fault.Path}" });
        if (faults.Count == 0)
            Take(entry, path);
    }

    private void Take(CatalogueEntry entry, string path)
    {
        if (!_vendors.TryGetValue(entry.Vendor!, out var models))
            _vendors[entry.Vendor!] = models = new(StringComparer.Ordinal);
        if (!models.TryGetValue(entry.Model!, out var prices))
            models[entry.Model!] = prices = [];
        var price = new DatedPrice(PriceRules.Day(entry.From), PriceRules.Day(entry.Until), PriceBuilder.Build(entry));
        if (prices.Exists(price.Overlaps))
            Add(path, $"is a second price of {entry.Vendor} {entry.Model} for the same time", "give one of them Until, and the other From");
        prices.Add(price);
    }

    private PriceBook Book(string version) => new(
        version,
        _source,
        _vendors.ToDictionary(
            pair => pair.Key,
            pair => (IReadOnlyDictionary<string, DatedPrice[]>)pair.Value.ToDictionary(model => model.Key, model => model.Value.ToArray(), StringComparer.Ordinal),
            StringComparer.Ordinal));

    private void Add(string? path, string problem, string remedy) =>
        _errors.Add(new(path is null ? _source : $"{_source}:{path}", problem, remedy));

    private static string Hash(ReadOnlySpan<byte> text) => Convert.ToHexStringLower(SHA256.HashData(text).AsSpan(0, 4));
}
