using System.Diagnostics;
using System.Text;
using LlmProxy.Sandbox.Errors;
using LlmProxy.Sandbox.Hosting;
using LlmProxy.Sandbox.Output;

namespace LlmProxy.Sandbox.Faults;

/// <summary>The faults that replace a whole answer.</summary>
internal static class FaultAnswers
{
    private const string Html = "text/html; charset=utf-8";

    public static Task SendAsync(Exchange exchange, Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.Status:
                return SendStatusAsync(exchange, fault);
            case FaultKind.Reset:
                exchange.Reset();
                return Task.CompletedTask;
            case FaultKind.Hang:
                return exchange.HangAsync();
            case FaultKind.WrongType:
                return SendHtmlAsync(exchange, "<html><body><h1>Welcome to the sandbox</h1></body></html>\n");
            case FaultKind.Empty:
                return BodyOutput.SendPlainAsync(exchange.Context, BodyOutput.Json, default);
            default:
                throw new UnreachableException($"Fault {fault.Kind} does not replace an answer.");
        }
    }

    private static async Task SendStatusAsync(Exchange exchange, Fault fault)
    {
        var status = (int)fault.Value;
        var response = exchange.Context.Response;
        response.StatusCode = status;
        if (fault.RetryAfter is { } seconds) response.Headers.RetryAfter = seconds;
        if (fault.RetryAfterMs is { } milliseconds) response.Headers["retry-after-ms"] = milliseconds;
        if (StatusErrors.IsFromEdge(status))
        {
            await SendHtmlAsync(exchange, StatusErrors.Page(status)).ConfigureAwait(false);
            return;
        }

        ProviderHeaders.Add(exchange);
        using var frame = new FrameBuffer();
        ErrorBody.Write(
            frame.BeginJson(), StatusErrors.For(status, exchange.Form, exchange.Model), exchange.Form, exchange.Id("req_"));
        frame.EndJson();
        await BodyOutput.SendPlainAsync(exchange.Context, BodyOutput.Json, frame.Written).ConfigureAwait(false);
    }

    private static Task SendHtmlAsync(Exchange exchange, string page) =>
        BodyOutput.SendPlainAsync(exchange.Context, Html, Encoding.UTF8.GetBytes(page));
}
