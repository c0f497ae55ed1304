using System.Buffers;
using System.Text;
using System.Text.Json;

namespace LlmProxy.Webhooks;

/// <summary>A delivery as the state store keeps it: UTF-8 JSON.</summary>
internal static class OutboxDocument
{
    /// <summary>Writes it.</summary>
    public static ReadOnlyMemory<byte> Write(OutboxItem item)
    {
        var buffer = new ArrayBufferWriter<byte>(item.Body.Length + 256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("receiver", item.Receiver);
            writer.WriteString("created", item.Created);
            writer.WriteNumber("count", item.Count);
            writer.WriteBoolean("usage", item.IsUsage);
            // As text and not as JSON within JSON: the signature is over the very bytes.
            writer.WriteString("body", item.Body.Span);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="FormatException">It is no such document.</exception>
    public static OutboxItem Read(string id, ReadOnlyMemory<byte> document)
    {
        try
        {
            using var json = JsonDocument.Parse(document);
            var root = json.RootElement;
            var created = root.GetProperty("created").GetDateTimeOffset();
            return new()
            {
                Id = id,
                Receiver = root.GetProperty("receiver").GetString()!,
                Created = created,
                Count = root.GetProperty("count").GetInt32(),
                IsUsage = root.GetProperty("usage").GetBoolean(),
                Body = Encoding.UTF8.GetBytes(root.GetProperty("body").GetString()!),
                Due = created,
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException("This is no delivery.", e);
        }
    }
}
