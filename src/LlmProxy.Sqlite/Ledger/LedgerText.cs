using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using LlmProxy.Metering.Ledger;

namespace LlmProxy.Sqlite.Ledger;

/// <summary>What of a record is kept as text: amounts with all their digits, charges and labels as JSON.</summary>
internal static class LedgerText
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
    };

    /// <summary>An amount; <c>null</c> where none is known.</summary>
    public static string? Of(decimal? amount) => amount?.ToString(CultureInfo.InvariantCulture);

    /// <summary>Charges; <c>null</c> where there are none.</summary>
    public static string? Of(IReadOnlyList<Charge> charges) => charges.Count == 0 ? null : JsonSerializer.Serialize(charges, Json);

    /// <summary>Labels; <c>null</c> where there are none.</summary>
    public static string? Of(IReadOnlyList<string> tags) => tags.Count == 0 ? null : JsonSerializer.Serialize(tags, Json);

    /// <summary>Reads what <see cref="Of(decimal?)"/> wrote.</summary>
    public static decimal? Amount(string? text) => text is null ? null : decimal.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Reads what <see cref="Of(IReadOnlyList{Charge})"/> wrote.</summary>
    public static IReadOnlyList<Charge> Charges(string? text) => text is null ? [] : JsonSerializer.Deserialize<Charge[]>(text, Json) ?? [];

    /// <summary>Reads what <see cref="Of(IReadOnlyList{string})"/> wrote.</summary>
    public static IReadOnlyList<string> Tags(string? text) => text is null ? [] : JsonSerializer.Deserialize<string[]>(text, Json) ?? [];
}
