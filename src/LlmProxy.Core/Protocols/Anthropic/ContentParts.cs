using System.Text.Json;
using LlmProxy.Core.Errors;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>Reads the content of a message, one string or a list of parts, and writes it as Anthropic's blocks.</summary>
internal static class ContentParts
{
    /// <summary>Lists the parts of <paramref name="message"/> that become blocks; blank text, which Anthropic refuses, does not.</summary>
    /// <param name="message">The message.</param>
    /// <param name="index">Its index.</param>
    public static List<(JsonElement Part, PartPath Path)> Read(JsonElement message, int index)
    {
        var parts = new List<(JsonElement, PartPath)>();
        if (!RawJson.TryGet(message, "content"u8, out var content)) return parts;
        switch (content.ValueKind)
        {
            case JsonValueKind.String:
                if (!RawJson.IsBlank(content)) parts.Add((content, new PartPath(index, -1)));
                break;
            case JsonValueKind.Array:
                var i = 0;
                foreach (var part in content.EnumerateArray())
                {
                    var path = new PartPath(index, i++);
                    if (part.ValueKind is not JsonValueKind.Object) throw RequestFault.Invalid($"{path}", "A content part must be an object with a 'type'.");
                    if (!IsBlankText(part, path)) parts.Add((part, path));
                }

                break;
            default:
                throw RequestFault.Invalid($"messages[{index}].content", "'content' must be a string or a list of parts.");
        }

        return parts;
    }

    /// <summary>Writes one part as one block.</summary>
    /// <param name="json">Takes the block.</param>
    /// <param name="part">The part, or the string that is the whole content.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="kinds">What the role may send.</param>
    /// <param name="dropped">Takes what has no counterpart.</param>
    /// <param name="mark">The message's own <c>cache_control</c>, for its last part; otherwise undefined.</param>
    /// <param name="trimEnd">Whether blanks at the end of the text are cut off.</param>
    public static void Write(
        Utf8JsonWriter json, JsonElement part, PartPath path, PartKinds kinds, DroppedFields dropped,
        JsonElement mark = default, bool trimEnd = false)
    {
        if (part.ValueKind is JsonValueKind.String) StartText(json, part, trimEnd);
        else StartPart(json, part, path, kinds, dropped, trimEnd);
        var own = RawJson.TryGet(part, "cache_control"u8, out var control) ? control : mark;
        if (own.ValueKind is JsonValueKind.Object) RawJson.Copy(json, "cache_control"u8, own);
        json.WriteEndObject();
    }

    private static void StartPart(
        Utf8JsonWriter json, JsonElement part, PartPath path, PartKinds kinds, DroppedFields dropped, bool trimEnd)
    {
        var type = TypeOf(part);
        switch (type)
        {
            case "text":
                StartText(json, TextOf(part, "text"u8, path), trimEnd);
                dropped.AddUnknown(part, "messages[].content[].", "type", "text", "cache_control");
                break;
            case "refusal" when kinds.HasFlag(PartKinds.Refusal):
                StartText(json, TextOf(part, "refusal"u8, path), trimEnd);
                dropped.AddUnknown(part, "messages[].content[].", "type", "refusal", "cache_control");
                break;
            case "image_url" when kinds.HasFlag(PartKinds.Media):
                MediaParts.StartImage(json, part, path, dropped);
                dropped.AddUnknown(part, "messages[].content[].", "type", "image_url", "cache_control");
                break;
            case "file" when kinds.HasFlag(PartKinds.Media):
                MediaParts.StartFile(json, part, path, dropped);
                dropped.AddUnknown(part, "messages[].content[].", "type", "file", "cache_control");
                break;
            case "image" or "document" when kinds.HasFlag(PartKinds.Media) && RawJson.TryGet(part, "source"u8, out _):
                StartNative(json, part);
                break;
            default:
                throw UnknownType(path, kinds);
        }
    }

    private static void StartText(Utf8JsonWriter json, JsonElement text, bool trimEnd)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "text"u8);
        var inside = RawJson.Inside(text);
        var trimmed = trimEnd ? RawJson.TrimEnd(inside) : inside;
        if (trimmed.Length == inside.Length)
        {
            RawJson.Copy(json, "text"u8, text);
            return;
        }

        json.WritePropertyName("text"u8);
        RawJson.WriteEscaped(json, trimmed);
    }

    // Anthropic's own blocks, as LiteLLM lets them stand among OpenAI's parts.
    private static void StartNative(Utf8JsonWriter json, JsonElement part)
    {
        json.WriteStartObject();
        foreach (var member in part.EnumerateObject())
        {
            if (RawJson.Named(member, "cache_control"u8)) continue;
            json.WritePropertyName(RawJson.Name(member));
            RawJson.Copy(json, member.Value);
        }
    }

    private static bool IsBlankText(JsonElement part, PartPath path) => TypeOf(part) switch
    {
        "text" => RawJson.IsBlank(TextOf(part, "text"u8, path)),
        "refusal" => RawJson.IsBlank(TextOf(part, "refusal"u8, path)),
        _ => false,
    };

    private static string TypeOf(JsonElement part) => RawJson.TryGet(part, "type"u8, out var type) ? RawJson.String(type) : "";

    private static JsonElement TextOf(JsonElement part, ReadOnlySpan<byte> name, PartPath path) =>
        RawJson.TryGet(part, name, out var text) && text.ValueKind is JsonValueKind.String
            ? text
            : throw RequestFault.Invalid($"{path}.text", "A text part must have a string 'text'.");

    private static LlmException UnknownType(PartPath path, PartKinds kinds)
    {
        var known = kinds.HasFlag(PartKinds.Media) ? "'text', 'image_url' and 'file'"
            : kinds.HasFlag(PartKinds.Refusal) ? "'text' and 'refusal'" : "'text'";
        return RequestFault.Unsupported($"{path}.type", $"This model's provider takes parts of type {known} in a message of this role.");
    }
}
