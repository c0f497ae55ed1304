using System.Text.Json;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>The signed thinking that a client hands back in <c>thinking_blocks</c>, the form LiteLLM gave it.</summary>
internal static class ThinkingBlocks
{
    /// <summary>Whether <paramref name="message"/> brings thinking that the provider will take.</summary>
    public static bool HasAny(JsonElement message)
    {
        if (!RawJson.TryGet(message, "thinking_blocks"u8, out var blocks) || blocks.ValueKind is not JsonValueKind.Array) return false;
        foreach (var block in blocks.EnumerateArray())
        {
            if (IsWhole(block)) return true;
        }

        return false;
    }

    /// <summary>
    /// Writes <paramref name="block"/> unchanged, but for a text that a stream has told as <c>reasoning_content</c> alone:
    /// beside a single block without text it is that block's, and the signature holds only with it.
    /// </summary>
    public static void Write(Utf8JsonWriter json, JsonElement block, JsonElement message, int blocks)
    {
        var isSplit = blocks == 1 && RawJson.TryGet(block, "thinking"u8, out var thinking) && RawJson.IsBlank(thinking);
        if (!isSplit || !RawJson.TryGet(message, "reasoning_content"u8, out var reasoning) || RawJson.IsBlank(reasoning))
        {
            RawJson.Copy(json, block);
            return;
        }

        json.WriteStartObject();
        json.WriteString("type"u8, "thinking"u8);
        RawJson.Copy(json, "thinking"u8, reasoning);
        RawJson.TryGet(block, "signature"u8, out var signature);
        RawJson.Copy(json, "signature"u8, signature);
        json.WriteEndObject();
    }

    /// <summary>Whether <paramref name="block"/> has what the provider checks: a signature, or the encrypted data.</summary>
    public static bool IsWhole(JsonElement block)
    {
        if (!RawJson.TryGet(block, "type"u8, out var type)) return false;
        if (RawJson.Is(type, "redacted_thinking"u8)) return RawJson.TryGet(block, "data"u8, out var data) && !RawJson.IsBlank(data);
        return RawJson.Is(type, "thinking"u8) && RawJson.TryGet(block, "signature"u8, out var signature) && !RawJson.IsBlank(signature);
    }
}
