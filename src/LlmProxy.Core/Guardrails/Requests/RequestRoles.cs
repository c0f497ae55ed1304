using LlmProxy.Core.Json;

namespace LlmProxy.Core.Guardrails.Requests;

/// <summary>Whose texts stand in a message, in an item of a conversation, or in a part of one.</summary>
internal static class RequestRoles
{
    /// <summary>The kind of the texts in a message or an item.</summary>
    public static TextKind KindOf(ReadOnlySpan<byte> message)
    {
        var kind = TextKind.None;
        var type = TextKind.None;
        var walk = new JsonWalk(message);
        while (walk.Next())
        {
            if (Is(walk.Name, "role"u8))
                kind = kind == TextKind.None ? OfRole(walk.Text) : TextKind.Other;
            else if (Is(walk.Name, "type"u8))
                type = OfItem(walk.Text);
        }

        if (kind != TextKind.None)
            return kind;
        return type == TextKind.None ? TextKind.Other : type;
    }

    /// <summary>The kind of the texts in a part of a message of <paramref name="kind"/>.</summary>
    public static TextKind PartOf(ReadOnlySpan<byte> part, TextKind kind)
    {
        var walk = new JsonWalk(part);
        while (walk.Next())
        {
            if (Is(walk.Name, "type"u8) && walk.IsString)
                return OfPart(walk.Text, kind);
        }

        return kind;
    }

    /// <summary>Whether <c>data</c> in this object is no text: a picture, a sound, a document in base64.</summary>
    public static bool IsBinary(ReadOnlySpan<byte> value)
    {
        var walk = new JsonWalk(value);
        var hasFormat = false;
        while (walk.Next())
        {
            if (Is(walk.Name, "type"u8) && Is(walk.Text, "base64"u8))
                return true;
            hasFormat |= Is(walk.Name, "format"u8) && (Is(walk.Text, "wav"u8) || Is(walk.Text, "mp3"u8));
        }

        return hasFormat;
    }

    /// <summary>Whether the object is a tool's call or its answer, whose <c>name</c> is one that the caller has declared.</summary>
    public static bool IsCall(ReadOnlySpan<byte> value)
    {
        var walk = new JsonWalk(value);
        while (walk.Next())
        {
            if (Is(walk.Name, "type"u8) && (walk.Text.EndsWith("_call"u8) || Is(walk.Text, "tool_use"u8) || walk.Text.EndsWith("_call_output"u8)))
                return true;
            if (Is(walk.Name, "arguments"u8))
                return true;
        }

        return false;
    }

    private static TextKind OfRole(ReadOnlySpan<byte> role) =>
        Is(role, "user"u8) ? TextKind.User
        : Is(role, "assistant"u8) ? TextKind.Assistant
        : Is(role, "system"u8) ? TextKind.System
        : Is(role, "developer"u8) ? TextKind.Developer
        : Is(role, "tool"u8) || Is(role, "function"u8) ? TextKind.ToolResult
        : TextKind.Other;

    private static TextKind OfItem(ReadOnlySpan<byte> type) =>
        type.EndsWith("_call_output"u8) ? TextKind.ToolResult
        : type.EndsWith("_call"u8) ? TextKind.ToolArguments
        : Is(type, "reasoning"u8) ? TextKind.Reasoning
        // What is embedded or moderated comes in parts without a role.
        : Is(type, "text"u8) || Is(type, "input_text"u8) || Is(type, "image_url"u8) ? TextKind.User
        : TextKind.Other;

    private static TextKind OfPart(ReadOnlySpan<byte> type, TextKind kind) =>
        Is(type, "tool_result"u8) || type.EndsWith("_call_output"u8) ? TextKind.ToolResult
        : Is(type, "tool_use"u8) ? TextKind.ToolArguments
        : Is(type, "thinking"u8) || Is(type, "reasoning"u8) || Is(type, "redacted_thinking"u8) ? TextKind.Reasoning
        : Is(type, "refusal"u8) ? TextKind.Refusal
        : kind;

    private static bool Is(ReadOnlySpan<byte> written, ReadOnlySpan<byte> expected) => JsonText.Means(written, expected);
}
