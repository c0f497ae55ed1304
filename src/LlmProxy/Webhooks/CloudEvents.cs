using System.Buffers;
using System.Text.Json;
using LlmProxy.Events;

namespace LlmProxy.Webhooks;

/// <summary>Writes events as CloudEvents 1.0 in its JSON format (cloudevents.io).</summary>
internal static class CloudEvents
{
    /// <summary>The content type of one event.</summary>
    public const string One = "application/cloudevents+json";

    /// <summary>The content type of a list of them.</summary>
    public const string Many = "application/cloudevents-batch+json";

    /// <summary>What stands before the event's own name, so that it is the only one of its kind in the world.</summary>
    public const string TypePrefix = "llmproxy.";

    /// <summary>Writes an event.</summary>
    /// <param name="id">Its id; a receiver that has seen it need not look again.</param>
    /// <param name="happened">The event.</param>
    public static ReadOnlyMemory<byte> Write(string id, GatewayEvent happened)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("specversion"u8, "1.0"u8);
            writer.WriteString("id"u8, id);
            writer.WriteString("source"u8, "/llmproxy"u8);
            writer.WriteString("type"u8, TypePrefix + happened.Type);
            writer.WriteString("time"u8, happened.Time.UtcDateTime);
            if (happened.Subject is { } subject)
                writer.WriteString("subject"u8, subject);
            writer.WriteString("datacontenttype"u8, "application/json"u8);
            writer.WriteStartObject("data"u8);
            happened.WriteData(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
