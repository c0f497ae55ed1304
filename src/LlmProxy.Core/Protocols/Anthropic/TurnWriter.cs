using System.Text.Json;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>Writes <c>messages</c>: a turn begins with the first block of a role, so that neighbouring messages of one role are one turn.</summary>
/// <remarks>
/// The first turn must be the user's. Where a conversation begins with the assistant, or is nothing but a system prompt,
/// which OpenAI takes, a user's turn with the text <c>.</c> is put before it, as LiteLLM does.
/// </remarks>
internal sealed class TurnWriter(Utf8JsonWriter json)
{
    private ChatRole? _open;

    /// <summary>Makes sure that the next block goes into a turn of <paramref name="role"/>: the user's or the assistant's.</summary>
    public void Begin(ChatRole role)
    {
        if (_open == role) return;
        if (_open is null && role is ChatRole.Assistant) WritePlaceholder();
        Close();
        json.WriteStartObject();
        json.WriteString("role"u8, role is ChatRole.Assistant ? "assistant"u8 : "user"u8);
        json.WriteStartArray("content"u8);
        _open = role;
    }

    /// <summary>Ends the last turn.</summary>
    public void End()
    {
        if (_open is null) WritePlaceholder();
        Close();
        _open = null;
    }

    private void WritePlaceholder()
    {
        Begin(ChatRole.User);
        json.WriteStartObject();
        json.WriteString("type"u8, "text"u8);
        json.WriteString("text"u8, "."u8);
        json.WriteEndObject();
    }

    private void Close()
    {
        if (_open is null) return;
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
