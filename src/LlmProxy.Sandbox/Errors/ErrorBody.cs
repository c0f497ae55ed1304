using System.Text.Json;
using LlmProxy.Sandbox.Output;

namespace LlmProxy.Sandbox.Errors;

/// <summary>Writes errors as the providers do: as a body, and as an event inside a stream.</summary>
internal static class ErrorBody
{
    /// <summary>Writes the body of an error response.</summary>
    public static void Write(Utf8JsonWriter json, ApiException error, WireForm form, string requestId)
    {
        json.WriteStartObject();
        if (form == WireForm.Anthropic) json.WriteString("type"u8, "error"u8);
        json.WritePropertyName("error"u8);
        WriteError(json, error, form);
        if (form == WireForm.Anthropic) json.WriteString("request_id"u8, requestId);
        json.WriteEndObject();
    }

    /// <summary>Writes the frame of an error inside a stream.</summary>
    public static void WriteEvent(FrameBuffer frame, ApiException error, WireForm form)
    {
        frame.Raw(form == WireForm.OpenAi ? "data: "u8 : "event: error\ndata: "u8);
        var json = frame.BeginJson();
        if (form == WireForm.Responses) WriteResponsesEvent(json, error);
        else WriteBare(json, error, form);
        frame.EndJson();
        frame.Raw("\n\n"u8);
    }

    private static void WriteBare(Utf8JsonWriter json, ApiException error, WireForm form)
    {
        json.WriteStartObject();
        if (form == WireForm.Anthropic) json.WriteString("type"u8, "error"u8);
        json.WritePropertyName("error"u8);
        WriteError(json, error, form);
        json.WriteEndObject();
    }

    private static void WriteResponsesEvent(Utf8JsonWriter json, ApiException error)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "error"u8);
        json.WriteString("code"u8, error.Code ?? error.Type);
        json.WriteString("message"u8, error.Message);
        json.WriteString("param"u8, error.Param);
        json.WriteNumber("sequence_number"u8, 0);
        json.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter json, ApiException error, WireForm form)
    {
        json.WriteStartObject();
        if (form == WireForm.Anthropic)
        {
            json.WriteString("type"u8, StatusErrors.AnthropicType(error.Status));
            json.WriteString("message"u8, error.Message);
        }
        else
        {
            json.WriteString("message"u8, error.Message);
            json.WriteString("type"u8, error.Type);
            json.WriteString("param"u8, error.Param);
            json.WriteString("code"u8, error.Code);
        }

        json.WriteEndObject();
    }
}
