using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using LlmProxy.Core.Protocols;

namespace LlmProxy.Core.Errors;

/// <summary>Writes an error as the body of an answer, in the form that the client's SDK reads.</summary>
public static class ErrorBodyWriter
{
    // The body is application/json and never part of a page, so quotes and letters outside ASCII stay readable.
    internal static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Appends <paramref name="error"/> to <paramref name="output"/> in the form of <paramref name="protocol"/>.</summary>
    /// <param name="error">The error.</param>
    /// <param name="protocol">The protocol of the client.</param>
    /// <param name="output">Takes the UTF-8 JSON.</param>
    /// <param name="requestId">The gateway's id of the request, which Anthropic's form repeats in the body; empty leaves it out.</param>
    public static void Write(
        LlmError error, WireProtocol protocol, IBufferWriter<byte> output, ReadOnlySpan<char> requestId = default)
    {
        using var json = new Utf8JsonWriter(output, WriterOptions);
        if (protocol is WireProtocol.Anthropic) WriteAnthropic(json, error, requestId);
        else WriteOpenAi(json, error);
    }

    internal static void WriteOpenAi(Utf8JsonWriter json, LlmError error)
    {
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteString("message"u8, error.Message);
        json.WriteString("type"u8, error.Type);
        json.WriteString("param"u8, error.Param); // null is written as null: SDKs read the field unconditionally
        json.WriteString("code"u8, error.Code);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    internal static void WriteAnthropic(Utf8JsonWriter json, LlmError error, ReadOnlySpan<char> requestId)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "error"u8);
        json.WriteStartObject("error"u8);
        json.WriteString("type"u8, AnthropicErrorTypes.ForStatus(error.Status));
        json.WriteString("message"u8, error.Message);
        json.WriteEndObject();
        if (!requestId.IsEmpty) json.WriteString("request_id"u8, requestId);
        json.WriteEndObject();
    }
}
