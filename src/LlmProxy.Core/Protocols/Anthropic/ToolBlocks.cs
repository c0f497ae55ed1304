using System.Text.Json;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>Writes the tool calls and tool results of a conversation as <c>tool_use</c> and <c>tool_result</c> blocks.</summary>
internal static class ToolBlocks
{
    private static readonly JsonReaderOptions ArgumentOptions = new() { MaxDepth = ChatToMessagesRequest.MaxDepth };

    /// <summary>Writes one entry of an assistant message's <c>tool_calls</c>.</summary>
    public static void WriteCall(Utf8JsonWriter json, JsonElement call, string path, DroppedFields dropped)
    {
        if (call.ValueKind is not JsonValueKind.Object) throw RequestFault.Invalid(path, "A tool call must be an object.");
        if (!RawJson.TryGet(call, "function"u8, out var function) || function.ValueKind is not JsonValueKind.Object)
            throw RequestFault.Unsupported($"{path}.type", "This model's provider takes tool calls of type 'function' with an object 'function'.");
        if (!RawJson.TryGet(call, "id"u8, out var id) || RawJson.IsBlank(id))
            throw RequestFault.Missing($"{path}.id", "A tool call must have an id, which the tool's result repeats.");
        RawJson.TryGet(call, "cache_control"u8, out var mark);
        WriteUse(json, SafeId(RawJson.String(id)), function, $"{path}.function", mark);
        // A stream's index is still on calls that a client has put together from deltas; it tells nothing more.
        dropped.AddUnknown(call, "messages[].tool_calls[].", "id", "type", "function", "index", "cache_control");
        dropped.AddUnknown(function, "messages[].tool_calls[].function.", "name", "arguments");
    }

    /// <summary>Writes one call in the form of either generation.</summary>
    /// <param name="json">Takes the block.</param>
    /// <param name="id">The call's id.</param>
    /// <param name="function">The object with <c>name</c> and <c>arguments</c>.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="mark">A <c>cache_control</c>, or an undefined element.</param>
    public static void WriteUse(Utf8JsonWriter json, string id, JsonElement function, string path, JsonElement mark)
    {
        if (!RawJson.TryGet(function, "name"u8, out var name) || RawJson.IsBlank(name))
            throw RequestFault.Missing($"{path}.name", "A tool call must name its function.");
        json.WriteStartObject();
        json.WriteString("type"u8, "tool_use"u8);
        json.WriteString("id"u8, id);
        RawJson.Copy(json, "name"u8, name);
        json.WritePropertyName("input"u8);
        WriteInput(json, RawJson.TryGet(function, "arguments"u8, out var arguments) ? arguments : default);
        if (mark.ValueKind is JsonValueKind.Object) RawJson.Copy(json, "cache_control"u8, mark);
        json.WriteEndObject();
    }

    /// <summary>Writes a message of role <c>tool</c> or <c>function</c>.</summary>
    public static void WriteResult(Utf8JsonWriter json, string id, JsonElement message, int index, DroppedFields dropped)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "tool_result"u8);
        json.WriteString("tool_use_id"u8, id);
        var parts = ContentParts.Read(message, index);
        if (parts is [{ Part.ValueKind: JsonValueKind.String } text])
        {
            RawJson.Copy(json, "content"u8, text.Part);
        }
        else if (parts.Count > 0)
        {
            json.WriteStartArray("content"u8);
            foreach (var (part, path) in parts) ContentParts.Write(json, part, path, PartKinds.Text | PartKinds.Media, dropped);
            json.WriteEndArray();
        }

        if (RawJson.TryGet(message, "is_error"u8, out var error) && error.ValueKind is JsonValueKind.True) json.WriteBoolean("is_error"u8, true);
        if (RawJson.TryGet(message, "cache_control"u8, out var mark)) RawJson.Copy(json, "cache_control"u8, mark);
        json.WriteEndObject();
        dropped.AddUnknown(message, "messages[].", "role", "content", "tool_call_id", "name", "is_error", "cache_control");
    }

    /// <summary>The id with what Anthropic refuses in one replaced: other providers' ids, as <c>functions.get:0</c>, stay usable.</summary>
    public static string SafeId(string id) =>
        string.Create(id.Length, id, static (safe, source) =>
        {
            for (var i = 0; i < safe.Length; i++)
                safe[i] = char.IsAsciiLetterOrDigit(source[i]) || source[i] is '_' or '-' ? source[i] : '_';
        });

    /// <summary>Writes arguments as the object that Anthropic wants.</summary>
    /// <remarks>
    /// A model can have written arguments that are no JSON, and its client hands them back; the conversation must go on all
    /// the same, so they are kept as text inside an object.
    /// </remarks>
    private static void WriteInput(Utf8JsonWriter json, JsonElement arguments)
    {
        if (arguments.ValueKind is JsonValueKind.Object)
        {
            RawJson.Copy(json, arguments);
            return;
        }

        var text = RawJson.Text(arguments);
        var trimmed = text.Trim(" \t\r\n"u8);
        if (trimmed.IsEmpty || trimmed.SequenceEqual("null"u8))
        {
            json.WriteStartObject();
            json.WriteEndObject();
        }
        else if (IsObject(trimmed))
        {
            json.WriteRawValue(trimmed, skipInputValidation: true);
        }
        else
        {
            json.WriteStartObject();
            RawJson.Copy(json, "arguments"u8, arguments);
            json.WriteEndObject();
        }
    }

    private static bool IsObject(ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text, ArgumentOptions);
            if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject) return false;
            reader.Skip();
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
