using System.Buffers;
using System.Diagnostics;
using System.Text.Json;

namespace LlmProxy.Core.Errors;

/// <summary>Writes the one frame that ends a stream which went wrong after its first byte.</summary>
/// <remarks>The status is out by then, so this frame and the connection broken off behind it are all a client can see.</remarks>
public static class ErrorFrameWriter
{
    /// <summary>Appends one server-sent event that tells <paramref name="error"/>.</summary>
    /// <param name="error">The error.</param>
    /// <param name="shape">The form that the client's stream has.</param>
    /// <param name="output">Takes the frame, its blank line included.</param>
    /// <param name="requestId">The gateway's id of the request, which Anthropic's form repeats; empty leaves it out.</param>
    /// <param name="sequenceNumber">For <see cref="StreamErrorShape.Responses"/>: the number after the last event's; <c>null</c> leaves it out.</param>
    public static void Write(
        LlmError error, StreamErrorShape shape, IBufferWriter<byte> output,
        ReadOnlySpan<char> requestId = default, long? sequenceNumber = null)
    {
        output.Write(shape is StreamErrorShape.Chat ? "data: "u8 : "event: error\ndata: "u8);
        using (var json = new Utf8JsonWriter(output, ErrorBodyWriter.WriterOptions))
        {
            switch (shape)
            {
                case StreamErrorShape.Chat:
                    ErrorBodyWriter.WriteOpenAi(json, error);
                    break;
                case StreamErrorShape.Responses:
                    WriteResponses(json, error, sequenceNumber);
                    break;
                case StreamErrorShape.Anthropic:
                    ErrorBodyWriter.WriteAnthropic(json, error, requestId);
                    break;
                default:
                    throw new UnreachableException($"Stream error shape {shape} has no form.");
            }
        }

        output.Write("\n\n"u8);
    }

    private static void WriteResponses(Utf8JsonWriter json, LlmError error, long? sequenceNumber)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "error"u8);
        json.WriteString("code"u8, error.Code ?? error.Type);
        json.WriteString("message"u8, error.Message);
        json.WriteString("param"u8, error.Param);
        if (sequenceNumber is { } number) json.WriteNumber("sequence_number"u8, number);
        json.WriteEndObject();
    }
}
