using System.Buffers;
using System.Text.Json;

namespace LlmProxy.Routing;

/// <summary>A <see cref="StoredObject"/> as a document: <c>{"cluster":"…","tenant":"…","answer":true,"time":milliseconds since 1970}</c>.</summary>
internal static class StoredObjectText
{
    /// <summary>Writes one.</summary>
    public static ReadOnlyMemory<byte> Write(in StoredObject made, bool isAnswer, DateTimeOffset time)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("cluster"u8, made.ClusterId);
        if (made.Tenant is { } tenant)
            json.WriteString("tenant"u8, tenant);
        if (isAnswer)
            json.WriteBoolean("answer"u8, true);
        json.WriteNumber("time"u8, time.ToUnixTimeMilliseconds());
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>Reads one; <c>false</c> for what is none.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> document, out StoredObject made, out bool isAnswer, out long time)
    {
        made = default;
        isAnswer = false;
        time = 0;
        try
        {
            using var json = JsonDocument.Parse(document);
            var root = json.RootElement;
            if (root.GetProperty("cluster"u8).GetString() is not { } cluster)
                return false;
            made = new(cluster, root.TryGetProperty("tenant"u8, out var tenant) ? tenant.GetString() : null);
            isAnswer = root.TryGetProperty("answer"u8, out var answer) && answer.ValueKind == JsonValueKind.True;
            time = root.GetProperty("time"u8).GetInt64();
            return true;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }
}
