using LlmProxy.Sandbox.Errors;
using LlmProxy.Sandbox.Faults;
using LlmProxy.Sandbox.Hosting;

namespace LlmProxy.Sandbox.Output;

/// <summary>Sends answers that are not streams, with the faults that concern a body.</summary>
internal static class BodyOutput
{
    /// <summary>The content type of JSON answers.</summary>
    public const string Json = "application/json";

    /// <summary>Sends one JSON value that <paramref name="write"/> writes.</summary>
    public static async Task SendJsonAsync(Exchange exchange, Action<System.Text.Json.Utf8JsonWriter> write)
    {
        using var frame = new FrameBuffer();
        write(frame.BeginJson());
        frame.EndJson();
        await SendAsync(exchange, Json, frame.Written).ConfigureAwait(false);
    }

    /// <summary>Sends the body as the exchange's fault wants it.</summary>
    public static Task SendAsync(Exchange exchange, string contentType, ReadOnlyMemory<byte> body)
    {
        ProviderHeaders.Add(exchange);
        return exchange.Fault is { } fault
            ? SendFaultyAsync(exchange, fault, contentType, body)
            : SendPlainAsync(exchange.Context, contentType, body);
    }

    /// <summary>Sends the body whole.</summary>
    public static async Task SendPlainAsync(HttpContext context, string contentType, ReadOnlyMemory<byte> body)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    private static async Task SendFaultyAsync(Exchange exchange, Fault fault, string contentType, ReadOnlyMemory<byte> body)
    {
        var half = body[..(body.Length / 2)];
        switch (fault.Kind)
        {
            case FaultKind.Truncated:
                await SendPlainAsync(exchange.Context, contentType, half).ConfigureAwait(false);
                break;
            case FaultKind.Malformed:
                await SendPlainAsync(exchange.Context, contentType, Break(body)).ConfigureAwait(false);
                break;
            case FaultKind.Huge:
                await SendPaddedAsync(exchange, contentType, body, fault.Value).ConfigureAwait(false);
                break;
            case FaultKind.ErrorEvent:
                await SendErrorAsync(exchange).ConfigureAwait(false);
                break;
            case FaultKind.CutMid:
                await SendStartAsync(exchange, contentType, half, length: null).ConfigureAwait(false);
                break;
            case FaultKind.ResetMid:
                await SendStartAsync(exchange, contentType, half, body.Length).ConfigureAwait(false);
                exchange.Reset();
                break;
            case FaultKind.HangMid:
                await SendStartAsync(exchange, contentType, half, body.Length).ConfigureAwait(false);
                await exchange.HangAsync().ConfigureAwait(false);
                break;
            case FaultKind.Gzip:
                // No length: it is the encoder's output that travels.
                await SendStartAsync(exchange, contentType, body, length: null).ConfigureAwait(false);
                break;
            default:
                if (fault.Kind == FaultKind.Slow)
                    await exchange.DelayAsync(TimeSpan.FromMilliseconds(fault.Value)).ConfigureAwait(false);
                await SendPlainAsync(exchange.Context, contentType, body).ConfigureAwait(false);
                break;
        }
    }

    // The last bracket becomes the other kind: no JSON parser can take that.
    private static byte[] Break(ReadOnlyMemory<byte> body)
    {
        var copy = body.ToArray();
        if (copy.Length > 0) copy[^1] = copy[^1] == (byte)'}' ? (byte)']' : (byte)'}';
        return copy;
    }

    private static async Task SendErrorAsync(Exchange exchange)
    {
        using var frame = new FrameBuffer();
        var error = StatusErrors.For(exchange.Form == WireForm.Anthropic ? 529 : 500, exchange.Form, exchange.Model);
        ErrorBody.Write(frame.BeginJson(), error, exchange.Form, exchange.Id("req_"));
        frame.EndJson();
        await SendPlainAsync(exchange.Context, Json, frame.Written).ConfigureAwait(false);
    }

    private static async Task SendStartAsync(Exchange exchange, string contentType, ReadOnlyMemory<byte> start, long? length)
    {
        exchange.Context.Response.ContentType = contentType;
        exchange.Context.Response.ContentLength = length;
        await exchange.Context.Response.BodyWriter.WriteAsync(start, exchange.Ended).ConfigureAwait(false);
    }

    private static async Task SendPaddedAsync(Exchange exchange, string contentType, ReadOnlyMemory<byte> body, long bytes)
    {
        await SendStartAsync(exchange, contentType, body, Math.Max(bytes, body.Length)).ConfigureAwait(false);
        await Padding.SendAsync(exchange, bytes - body.Length).ConfigureAwait(false);
    }
}
