using System.Text.Json;

namespace LlmProxy.Sandbox.Output;

/// <summary>Writes OpenAI's list object, all in one page.</summary>
internal static class ListBody
{
    public static void Write(Utf8JsonWriter json, int count, Func<int, string> id, Action<int> write)
    {
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        for (var i = 0; i < count; i++) write(i);
        json.WriteEndArray();
        json.WriteString("first_id"u8, count > 0 ? id(0) : null);
        json.WriteString("last_id"u8, count > 0 ? id(count - 1) : null);
        json.WriteBoolean("has_more"u8, false);
        json.WriteEndObject();
    }
}
