using System.Text.Json;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>Writes <c>stop</c> as <c>stop_sequences</c>.</summary>
internal static class StopSequences
{
    /// <summary>Writes the sequences; blank ones, which Anthropic refuses, are left out and <c>stop</c> is listed.</summary>
    public static void Write(Utf8JsonWriter json, JsonElement field, DroppedFields dropped)
    {
        if (!ChatFields.Has(field)) return;
        var sequences = new List<JsonElement>();
        if (field.ValueKind is JsonValueKind.Array)
        {
            foreach (var item in field.EnumerateArray()) Add(sequences, item, dropped);
        }
        else
        {
            Add(sequences, field, dropped);
        }

        if (sequences.Count == 0) return;
        json.WriteStartArray("stop_sequences"u8);
        foreach (var sequence in sequences) RawJson.Copy(json, sequence);
        json.WriteEndArray();
    }

    private static void Add(List<JsonElement> sequences, JsonElement item, DroppedFields dropped)
    {
        if (item.ValueKind is not JsonValueKind.String) throw RequestFault.Invalid("stop", "'stop' must be a string or a list of strings.");
        if (RawJson.IsBlank(item)) dropped.Add("stop");
        else sequences.Add(item);
    }
}
