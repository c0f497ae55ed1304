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
                type = type == TextKind.None ? OfItem(walk.Text) : TextKind.Other;
        }

        if (kind != TextKind.None)
            return kind;
        return type == TextKind.None ? TextKind.Other : type;
    }

    /// <summary>The kind of the texts in a part of a message of <paramref name="kind"/>.</summary>
    /// <remarks>What a model has done is told by what a model has said: a part of that name in a user's message is the user's.</remarks>
    public static TextKind PartOf(in RequestObject part, TextKind kind)
    {
        var type = part.Type;
        if (part.HasTypes)
            return TextKind.Other;
        if (kind is TextKind.Tools or TextKind.System or TextKind.Developer)
            return kind;
        if (type.EndsWith("tool_result"u8) || type.EndsWith("_call_output"u8))
            return TextKind.ToolResult;
        return kind == TextKind.Assistant ? OfPart(type, kind) : kind;
    }

    /// <summary>The kind of what a tool was called with, by whom it is told.</summary>
    public static TextKind OfArguments(TextKind kind) => kind == TextKind.Assistant ? TextKind.ToolArguments : kind;

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
        type.EndsWith("tool_use"u8) ? TextKind.ToolArguments
        : Is(type, "thinking"u8) || Is(type, "reasoning"u8) || Is(type, "redacted_thinking"u8) ? TextKind.Reasoning
        : Is(type, "refusal"u8) ? TextKind.Refusal
        : kind;

    private static bool Is(ReadOnlySpan<byte> written, ReadOnlySpan<byte> expected) => JsonText.Means(written, expected);
}
