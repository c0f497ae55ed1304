using System.Text.Json;
using LlmProxy.Sandbox.Hosting;
using LlmProxy.Sandbox.Output;

namespace LlmProxy.Sandbox.Responses;

/// <summary>The input of a stored response as a list: a string becomes a user message, items stay as they are but get an id.</summary>
internal static class InputItems
{
    public static byte[] Of(Exchange exchange)
    {
        using var frame = new FrameBuffer();
        var json = frame.BeginJson();
        var input = exchange.Json.GetProperty("input");
        var count = input.ValueKind == JsonValueKind.Array ? input.GetArrayLength() : 1;
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        if (input.ValueKind == JsonValueKind.String) WriteMessage(json, Id(exchange, 0), input.GetString()!);
        else WriteItems(json, exchange, input);
        json.WriteEndArray();
        json.WriteString("first_id"u8, count > 0 ? Id(exchange, 0) : null);
        json.WriteString("last_id"u8, count > 0 ? Id(exchange, count - 1) : null);
        json.WriteBoolean("has_more"u8, false);
        json.WriteEndObject();
        frame.EndJson();
        return frame.Written.ToArray();
    }

    private static string Id(Exchange exchange, int index) => exchange.Id("item_", (ulong)index + 1);

    private static void WriteItems(Utf8JsonWriter json, Exchange exchange, JsonElement input)
    {
        var index = 0;
        foreach (var item in input.EnumerateArray())
        {
            json.WriteStartObject();
            json.WriteString("id"u8, Id(exchange, index++));
            if (!item.TryGetProperty("type", out _)) json.WriteString("type"u8, "message"u8);
            foreach (var property in item.EnumerateObject().Where(property => !property.NameEquals("id"u8))) property.WriteTo(json);
            json.WriteEndObject();
        }
    }

    private static void WriteMessage(Utf8JsonWriter json, string id, string text)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        json.WriteString("type"u8, "message"u8);
        json.WriteString("role"u8, "user"u8);
        json.WriteStartArray("content"u8);
        json.WriteStartObject();
        json.WriteString("type"u8, "input_text"u8);
        json.WriteString("text"u8, text);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
