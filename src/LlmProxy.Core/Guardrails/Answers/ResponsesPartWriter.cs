using System.Text.Encodings.Web;
using System.Text.Json;
using LlmProxy.Core.Buffers;

namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>Writes the events of one text within an item of a Responses stream: its pieces, its end, and the part that it stands in.</summary>
internal sealed class ResponsesPartWriter(ResponsesEventWriter events)
{
    /// <summary>Writes a piece of a text.</summary>
    public void WriteDelta(ResponsesFamily family, string id, ChannelKey key, ReadOnlySpan<byte> piece)
    {
        var json = Begin($"{family.Event}.delta", family, id, key);
        json.WriteString("delta"u8, piece);
        WriteLogProbabilities(json);
        events.End();
    }

    /// <summary>Writes that a text is over.</summary>
    /// <param name="family">What sort of text it is.</param>
    /// <param name="id">Its item's id.</param>
    /// <param name="key">Where it stands.</param>
    /// <param name="text">All of it, as UTF-8.</param>
    public void WriteDone(ResponsesFamily family, string id, ChannelKey key, ReadOnlySpan<byte> text)
    {
        var json = Begin($"{family.Event}.done", family, id, key);
        json.WriteString(family.Member, text);
        if (family == ResponsesFamily.OutputText)
            WriteLogProbabilities(json);
        events.End();
    }

    /// <summary>Writes that a part begins (<c>.added</c>) or is over (<c>.done</c>).</summary>
    /// <returns>The part as JSON.</returns>
    public byte[] WritePart(ResponsesFamily family, string id, ChannelKey key, ReadOnlySpan<byte> text, string suffix = ".done")
    {
        using var part = new PooledBuffer();
        using (var writer = new Utf8JsonWriter(part, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, family.PartType);
            if (family == ResponsesFamily.OutputText)
            {
                writer.WriteStartArray("annotations"u8);
                writer.WriteEndArray();
                WriteLogProbabilities(writer);
            }

            writer.WriteString(family.Member, text);
            writer.WriteEndObject();
        }

        var json = Begin($"{family.PartEvent}{suffix}", family, id, key);
        json.WritePropertyName("part"u8);
        json.WriteRawValue(part.WrittenSpan, skipInputValidation: true);
        events.End();
        return part.WrittenSpan.ToArray();
    }

    private Utf8JsonWriter Begin(string type, ResponsesFamily family, string id, ChannelKey key)
    {
        var json = events.Begin(type);
        json.WriteString("item_id"u8, id);
        json.WriteNumber("output_index"u8, key.Group);
        if (family.PartEvent is not null)
            json.WriteNumber(family.IndexName, key.Part);
        return json;
    }

    private static void WriteLogProbabilities(Utf8JsonWriter json)
    {
        json.WriteStartArray("logprobs"u8);
        json.WriteEndArray();
    }
}
