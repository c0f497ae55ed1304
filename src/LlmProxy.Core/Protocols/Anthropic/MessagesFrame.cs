using System.Text.Json;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>One event of a Messages stream, read in one pass and kept as offsets into its data.</summary>
internal struct MessagesFrame
{
    /// <summary>The event's <c>type</c>.</summary>
    public JsonToken Type;

    /// <summary><c>index</c> of the content block, or -1.</summary>
    public int Index;

    /// <summary>The <c>delta</c>, <c>content_block</c>, <c>message</c> or <c>error</c>.</summary>
    public MessagesPart Part;

    /// <summary><c>usage</c> of a <c>message_delta</c>.</summary>
    public MessagesUsage Usage;

    /// <summary>Reads one frame.</summary>
    /// <exception cref="JsonException"><paramref name="data"/> is not one JSON object.</exception>
    public static MessagesFrame Read(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        var frame = new MessagesFrame { Index = -1 };
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject) throw new JsonException("Not an object.");
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName) frame.ReadMember(ref reader);
        reader.Read(); // throws on anything behind the object
        return frame;
    }

    private void ReadMember(ref Utf8JsonReader reader)
    {
        if (reader.Names("type"u8))
        {
            Type = JsonToken.ReadValue(ref reader);
        }
        else if (reader.Names("index"u8))
        {
            reader.Read();
            if (reader.TokenType is not JsonTokenType.Number || !reader.TryGetInt32(out Index)) throw new JsonException("'index' is not a number.");
        }
        else if (reader.Names("delta"u8) || reader.Names("content_block"u8)
            || reader.Names("message"u8) || reader.Names("error"u8))
        {
            reader.Read();
            Part = MessagesPart.Read(ref reader);
        }
        else if (reader.Names("usage"u8))
        {
            reader.Read();
            Usage = MessagesUsage.Read(ref reader);
        }
        else
        {
            reader.Skip();
        }
    }
}
