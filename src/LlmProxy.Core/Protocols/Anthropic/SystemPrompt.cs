using System.Text.Json;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>Writes all system and developer messages as the <c>system</c> blocks.</summary>
/// <remarks>
/// The Messages API has one place for them, before the conversation. One that stands in the middle of a conversation is
/// moved there too, in its order, as LiteLLM does: that keeps its authority over the turns, which turning it into a user's
/// text would not.
/// </remarks>
internal static class SystemPrompt
{
    /// <summary>Writes the blocks, and <paramref name="instruction"/> behind them.</summary>
    public static void Write(Utf8JsonWriter json, JsonElement messages, string? instruction, DroppedFields dropped)
    {
        var isOpen = false;
        var index = 0;
        foreach (var message in messages.EnumerateArray())
        {
            var at = index++;
            if (ChatRoles.Of(message, at) is not ChatRole.System) continue;
            var parts = ContentParts.Read(message, at);
            RawJson.TryGet(message, "cache_control"u8, out var mark);
            for (var i = 0; i < parts.Count; i++)
            {
                Open(json, ref isOpen);
                ContentParts.Write(json, parts[i].Part, parts[i].Path, PartKinds.Text, dropped, i == parts.Count - 1 ? mark : default);
            }

            dropped.AddUnknown(message, "messages[].", "role", "content", "cache_control");
        }

        if (instruction is not null)
        {
            Open(json, ref isOpen);
            json.WriteStartObject();
            json.WriteString("type"u8, "text"u8);
            json.WriteString("text"u8, instruction);
            json.WriteEndObject();
        }

        if (isOpen) json.WriteEndArray();
    }

    private static void Open(Utf8JsonWriter json, ref bool isOpen)
    {
        if (!isOpen) json.WriteStartArray("system"u8);
        isOpen = true;
    }
}
