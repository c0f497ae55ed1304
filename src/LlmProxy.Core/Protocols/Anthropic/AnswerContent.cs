using System.Buffers;
using System.Text;
using System.Text.Json;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>The content blocks of a Messages answer, sorted by what they are in a chat message.</summary>
internal sealed class AnswerContent
{
    private readonly ArrayBufferWriter<byte> _text = new();
    private readonly ArrayBufferWriter<byte> _reasoning = new();
    private int _textLength;

    /// <summary>Whether there is a text block at all.</summary>
    public bool HasText { get; private set; }

    /// <summary>All text, joined, escapes unresolved.</summary>
    public ReadOnlySpan<byte> Text => _text.WrittenSpan;

    /// <summary>The thinking that may be read, escapes unresolved.</summary>
    public ReadOnlySpan<byte> Reasoning => _reasoning.WrittenSpan;

    /// <summary>The thinking blocks as they came, for handing back.</summary>
    public List<JsonElement> Thinking { get; } = [];

    /// <summary>The tool calls.</summary>
    public List<JsonElement> ToolCalls { get; } = [];

    /// <summary>The web pages that the text refers to.</summary>
    public List<UrlCitation> Citations { get; } = [];

    /// <summary>Sorts <paramref name="blocks"/>; what a chat message has no place for goes into <paramref name="dropped"/>.</summary>
    public static AnswerContent Read(JsonElement blocks, DroppedFields dropped)
    {
        var content = new AnswerContent();
        if (blocks.ValueKind is not JsonValueKind.Array) return content;
        foreach (var block in blocks.EnumerateArray())
        {
            if (RawJson.TryGet(block, "type"u8, out var type)) content.Add(block, RawJson.String(type), dropped);
        }

        return content;
    }

    private void Add(JsonElement block, string type, DroppedFields dropped)
    {
        switch (type)
        {
            case "text":
                AddText(block, dropped);
                break;
            case "thinking":
                Thinking.Add(block);
                if (RawJson.TryGet(block, "thinking"u8, out var thinking)) _reasoning.Write(RawJson.Inside(thinking));
                break;
            case "redacted_thinking":
                Thinking.Add(block);
                break;
            case "tool_use":
                ToolCalls.Add(block);
                break;
            default:
                dropped.Add("content[]." + type);
                break;
        }
    }

    private void AddText(JsonElement block, DroppedFields dropped)
    {
        HasText = true;
        if (!RawJson.TryGet(block, "text"u8, out var text)) return;
        var start = _textLength;
        _text.Write(RawJson.Inside(text));
        _textLength += CountCodePoints(RawJson.Text(text));
        if (!RawJson.TryGet(block, "citations"u8, out var citations) || citations.ValueKind is not JsonValueKind.Array) return;
        foreach (var citation in citations.EnumerateArray())
        {
            if (RawJson.TryGet(citation, "url"u8, out var url)) Citations.Add(new UrlCitation(citation, url, start, _textLength));
            else dropped.Add("content[].citations");
        }
    }

    private static int CountCodePoints(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        while (!utf8.IsEmpty)
        {
            Rune.DecodeFromUtf8(utf8, out _, out var length);
            utf8 = utf8[length..];
            count++;
        }

        return count;
    }
}
