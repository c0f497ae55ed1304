using System.Text.Json.Serialization;
using LlmProxy.Metering.Ledger;

namespace LlmProxy.Sqlite.Ledger;

/// <summary>How charges and labels are written as JSON. The code is generated: each record writes some.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(IReadOnlyList<Charge>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(Charge[]))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class LedgerJson : JsonSerializerContext;
