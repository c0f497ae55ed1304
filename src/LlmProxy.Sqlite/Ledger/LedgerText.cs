using System.Globalization;
using System.Text.Json;
using LlmProxy.Metering.Ledger;

namespace LlmProxy.Sqlite.Ledger;

/// <summary>What of a record is kept as text: amounts with all their digits, charges and labels as JSON.</summary>
internal static class LedgerText
{
    /// <summary>An amount; <c>null</c> where none is known.</summary>
    public static string? Of(decimal? amount) => amount?.ToString(CultureInfo.InvariantCulture);

    /// <summary>Charges in UTF-8; empty where there are none.</summary>
    public static ReadOnlySpan<byte> Of(IReadOnlyList<Charge> charges) =>
        charges.Count == 0 ? default : JsonSerializer.SerializeToUtf8Bytes(charges, LedgerJson.Default.IReadOnlyListCharge);

    /// <summary>Labels in UTF-8; empty where there are none.</summary>
    public static ReadOnlySpan<byte> Of(IReadOnlyList<string> tags) =>
        tags.Count == 0 ? default : JsonSerializer.SerializeToUtf8Bytes(tags, LedgerJson.Default.IReadOnlyListString);

    /// <summary>Reads what <see cref="Of(decimal?)"/> wrote.</summary>
    public static decimal? Amount(string? text) => text is null ? null : decimal.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Reads what <see cref="Of(IReadOnlyList{Charge})"/> wrote.</summary>
    public static IReadOnlyList<Charge> Charges(string? text) => text is null ? [] : JsonSerializer.Deserialize(text, LedgerJson.Default.ChargeArray) ?? [];

    /// <summary>Reads what <see cref="Of(IReadOnlyList{string})"/> wrote.</summary>
    public static IReadOnlyList<string> Tags(string? text) => text is null ? [] : JsonSerializer.Deserialize(text, LedgerJson.Default.StringArray) ?? [];
}
