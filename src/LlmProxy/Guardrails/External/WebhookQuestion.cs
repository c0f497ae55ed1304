using System.Buffers;
using System.Text.Json;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Json;

namespace LlmProxy.Guardrails.External;

/// <summary>Writes what a service of the operator's is asked.</summary>
internal static class WebhookQuestion
{
    /// <summary>The JSON.</summary>
    /// <param name="id">The question's id.</param>
    /// <param name="guard">The guard's name.</param>
    /// <param name="subject">What is to be judged.</param>
    public static ReadOnlyMemory<byte> Write(string id, string guard, GuardSubject subject)
    {
        var body = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(body);
        writer.WriteStartObject();
        writer.WriteString("id"u8, id);
        writer.WriteString("guard"u8, guard);
        writer.WriteString("direction"u8, subject.Direction == GuardDirection.Input ? "input"u8 : "output"u8);
        writer.WriteString("model"u8, subject.Exchange?.Model);
        writer.WriteStartArray("texts"u8);
        var text = new ArrayBufferWriter<byte>();
        foreach (var one in subject.Texts)
        {
            writer.WriteStartObject();
            writer.WriteString("kind"u8, KindNames.Of(one.Kind));
            writer.WriteString("place"u8, one.Place);
            // The writer refuses bytes that are no UTF-8; this one replaces them.
            text.ResetWrittenCount();
            JsonStringWriter.Write(text, one.Utf8.Span);
            writer.WritePropertyName("text"u8);
            writer.WriteRawValue(text.WrittenSpan, skipInputValidation: true);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return body.WrittenMemory;
    }
}
