using System.Text.Json;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>The inner object of a frame: a delta, a content block, the message or the error. No frame has two of them.</summary>
internal struct MessagesPart
{
    public JsonToken Type;
    public JsonToken Id;

    /// <summary><c>name</c> of a tool, or <c>model</c> of the message.</summary>
    public JsonToken Name;

    public JsonToken Text;
    public JsonToken Thinking;
    public JsonToken Signature;

    /// <summary><c>data</c> of redacted thinking.</summary>
    public JsonToken Data;

    /// <summary><c>partial_json</c>: a piece of a tool's arguments.</summary>
    public JsonToken PartialJson;

    /// <summary><c>input</c> of a tool, whole.</summary>
    public JsonToken Input;

    public JsonToken StopReason;

    /// <summary><c>stop_details.explanation</c> of a refusal.</summary>
    public JsonToken Explanation;

    /// <summary><c>message</c> of an error.</summary>
    public JsonToken Message;

    /// <summary><c>usage</c> of the message.</summary>
    public MessagesUsage Usage;

    /// <summary>Reads the object on which <paramref name="reader"/> stands; its members may come in any order.</summary>
    public static MessagesPart Read(ref Utf8JsonReader reader)
    {
        var part = default(MessagesPart);
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            reader.Skip();
            return part;
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName) part.ReadMember(ref reader);
        return part;
    }

    private void ReadMember(ref Utf8JsonReader reader)
    {
        if (reader.Names("type"u8)) Type = JsonToken.ReadValue(ref reader);
        else if (reader.Names("text"u8)) Text = JsonToken.ReadValue(ref reader);
        else if (reader.Names("partial_json"u8)) PartialJson = JsonToken.ReadValue(ref reader);
        else if (reader.Names("thinking"u8)) Thinking = JsonToken.ReadValue(ref reader);
        else if (reader.Names("signature"u8)) Signature = JsonToken.ReadValue(ref reader);
        else if (reader.Names("id"u8)) Id = JsonToken.ReadValue(ref reader);
        else if (reader.Names("name"u8) || reader.Names("model"u8)) Name = JsonToken.ReadValue(ref reader);
        else if (reader.Names("input"u8)) Input = JsonToken.ReadValue(ref reader);
        else if (reader.Names("data"u8)) Data = JsonToken.ReadValue(ref reader);
        else if (reader.Names("stop_reason"u8)) StopReason = JsonToken.ReadValue(ref reader);
        else if (reader.Names("stop_details"u8)) ReadStopDetails(ref reader);
        else if (reader.Names("message"u8)) Message = JsonToken.ReadValue(ref reader);
        else if (reader.Names("usage"u8)) ReadUsage(ref reader);
        else reader.Skip();
    }

    private void ReadUsage(ref Utf8JsonReader reader)
    {
        reader.Read();
        Usage = MessagesUsage.Read(ref reader);
    }

    private void ReadStopDetails(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.Names("explanation"u8)) Explanation = JsonToken.ReadValue(ref reader);
            else reader.Skip();
        }
    }
}
