using System.Buffers;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Protocols;

namespace LlmProxy.Host.Startup;

/// <summary>Answers with an error in the form that SDKs can read, where the plugin's steps do not run.</summary>
internal static class ErrorAnswer
{
    /// <summary>Writes the answer, which no SDK shall ask for again.</summary>
    public static Task WriteAsync(HttpContext context, LlmError error)
    {
        var response = context.Response;
        response.StatusCode = error.Status;
        response.ContentType = "application/json";
        response.Headers["x-should-retry"] = "false";
        var body = new ArrayBufferWriter<byte>();
        ErrorBodyWriter.Write(error, WireProtocol.OpenAi, body);
        return response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted).AsTask();
    }
}
