using System.Text.Json;
using LlmProxy.Sandbox.Faults;
using LlmProxy.Sandbox.Output;

namespace LlmProxy.Sandbox.Hosting;

/// <summary>The sandbox's own pages, below <c>/sandbox</c>: no provider has them, and they are not recorded.</summary>
internal static class ControlEndpoints
{
    /// <summary>What the names of these targets begin with.</summary>
    public const string Prefix = "sandbox/";

    /// <summary><c>GET /sandbox/faults</c>.</summary>
    public static Task FaultsAsync(Exchange exchange) => BodyOutput.SendJsonAsync(exchange, json =>
    {
        json.WriteStartObject();
        json.WriteString("header"u8, HeaderFault.Name);
        json.WriteString("form"u8, "MODEL-or-*=FAULT[:VALUE][;PARAMETER:VALUE]...[,MODEL=FAULT...]"u8);
        json.WriteStartArray("faults"u8);
        foreach (var fault in FaultCatalog.All) WriteFault(json, fault);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary><c>GET /sandbox/requests</c>, secrets masked.</summary>
    public static Task RequestsAsync(Exchange exchange) => BodyOutput.SendJsonAsync(exchange, json =>
    {
        json.WriteStartObject();
        json.WriteNumber("total"u8, exchange.Sandbox.Log.Total);
        json.WriteStartArray("requests"u8);
        foreach (var request in exchange.Sandbox.Log.Snapshot()) WriteRequest(json, request);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary><c>DELETE /sandbox/requests</c>: forgets the requests and starts the faults' counters anew.</summary>
    public static Task ResetAsync(Exchange exchange)
    {
        exchange.Sandbox.Log.Clear();
        exchange.Sandbox.Faults.Reset();
        exchange.Context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static void WriteFault(Utf8JsonWriter json, FaultDescription fault)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, fault.Name);
        json.WriteString("description"u8, fault.Description);
        json.WriteStartArray("parameters"u8);
        foreach (var parameter in fault.Parameters.Append("times")) json.WriteStringValue(parameter);
        json.WriteEndArray();
        json.WriteString("example"u8, fault.Example);
        json.WriteEndObject();
    }

    private static void WriteRequest(Utf8JsonWriter json, SandboxRequest request)
    {
        json.WriteStartObject();
        json.WriteString("method"u8, request.Method);
        json.WriteString("path"u8, request.Path);
        json.WriteString("query"u8, request.Query);
        json.WriteString("model"u8, request.Model);
        json.WriteNumber("status"u8, request.Status);
        json.WriteString("fault"u8, request.Fault);
        json.WriteBoolean("completed"u8, request.Completed);
        json.WriteBoolean("aborted"u8, request.Aborted);
        json.WriteStartObject("headers"u8);
        foreach (var (name, value) in request.Headers) json.WriteString(name, Secrets.MaskHeader(name, value));
        json.WriteEndObject();
        json.WriteNumber("body_bytes"u8, request.BodyLength);
        json.WriteString("body_sha256"u8, request.BodySha256);
        json.WriteBase64String("body_base64"u8, request.Body.Span);
        json.WriteEndObject();
    }
}
