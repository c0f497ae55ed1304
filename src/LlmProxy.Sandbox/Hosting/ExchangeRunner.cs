using LlmProxy.Sandbox.Errors;
using LlmProxy.Sandbox.Faults;
using LlmProxy.Sandbox.Output;

namespace LlmProxy.Sandbox.Hosting;

/// <summary>Takes a request through reading, recording, key check and faults to its endpoint.</summary>
internal sealed class ExchangeRunner(SandboxState sandbox)
{
    private static readonly SandboxTarget Unknown = new("", WireForm.OpenAi, exchange =>
        throw new ApiException(
            StatusCodes.Status404NotFound,
            $"Invalid URL ({exchange.Context.Request.Method} {exchange.Context.Request.Path})",
            "invalid_request_error"));

    public async Task RunAsync(HttpContext context)
    {
        var target = context.GetEndpoint()?.Metadata.GetMetadata<SandboxTarget>() ?? Unknown;
        var form = context.Request.Headers.ContainsKey("anthropic-version") ? WireForm.Anthropic : target.Form;
        sandbox.Log.CountOne();
        try
        {
            using var body = await RequestBody.ReadAsync(
                context.Request, sandbox.Options.MaxRequestBodyBytes, context.RequestAborted).ConfigureAwait(false);
            using var exchange = await OpenAsync(context, body, form).ConfigureAwait(false);
            await RunRecordedAsync(exchange, target, body).ConfigureAwait(false);
        }
        catch (ApiException error)
        {
            await SendAsync(context, error, form).ConfigureAwait(false);
        }
        catch (BadHttpRequestException error)
        {
            await SendAsync(context, new(error.StatusCode, error.Message, "invalid_request_error"), form).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The client left, or the server ends; nobody is there to be answered.
            context.Abort();
        }
    }

    private async Task<Exchange> OpenAsync(HttpContext context, RequestBody body, WireForm form)
    {
        var contentType = context.Request.ContentType;
        var multipart = MultipartForm.IsMultipart(contentType)
            ? await MultipartForm.ReadAsync(contentType!, body.Decoded).ConfigureAwait(false)
            : null;
        var head = multipart is null
            ? RequestHead.Read(body.Decoded.Span)
            : new RequestHead(multipart["model"] ?? "", multipart["stream"] == "true", false);
        if (context.Request.RouteValues["deployment"] is string deployment) head = head with { Model = deployment };
        else if (context.WebSockets.IsWebSocketRequest) head = head with { Model = context.Request.Query["model"].ToString() };
        return new Exchange
        {
            Context = context,
            Sandbox = sandbox,
            Form = form,
            Body = body.Decoded,
            Multipart = multipart,
            Head = head,
        };
    }

    private async Task RunRecordedAsync(Exchange exchange, SandboxTarget target, RequestBody body)
    {
        // The sandbox's own pages are no traffic.
        if (!sandbox.Log.IsEnabled || target.Name.StartsWith(ControlEndpoints.Prefix, StringComparison.Ordinal))
        {
            await HandleAsync(exchange, target, null).ConfigureAwait(false);
            return;
        }

        var record = Recorder.Record(exchange.Context.Request, exchange.Model, body.Raw.Span);
        sandbox.Log.Add(record);
        using var watch = exchange.Context.RequestAborted.Register(() =>
        {
            if (IsLeft(exchange)) sandbox.Log.Change(record, r => r.Aborted = true);
        });
        try
        {
            await HandleAsync(exchange, target, record).ConfigureAwait(false);
        }
        finally
        {
            sandbox.Log.Change(record, r =>
            {
                r.Status = exchange.Context.Response.StatusCode;
                // The watch may come too late: what a hanging answer waits for can end it before the watch is told.
                r.Aborted |= IsLeft(exchange);
                r.Completed = true;
            });
        }
    }

    /// <summary>Whether the client has left, and not the sandbox itself ended the exchange.</summary>
    private bool IsLeft(Exchange exchange) =>
        exchange.Context.RequestAborted.IsCancellationRequested && !exchange.IsCutByFault && !sandbox.Stopping.IsCancellationRequested;

    private async Task HandleAsync(Exchange exchange, SandboxTarget target, SandboxRequest? record)
    {
        try
        {
            ApiKeyCheck.ThrowIfRefused(exchange);
            ThrowIfApiVersionIsMissing(exchange);
            exchange.Fault = sandbox.Faults.Select(
                exchange.Context.Request.Headers[HeaderFault.Name].ToString(), target.Name, exchange.Model);
            if (record is not null && exchange.Fault is { } met) sandbox.Log.Change(record, r => r.Fault = met.Text);
            await exchange.DelayAsync(sandbox.Options.FirstByteDelay).ConfigureAwait(false);
            if (exchange.Fault is { ReplacesAnswer: true } fault)
                await FaultAnswers.SendAsync(exchange, fault).ConfigureAwait(false);
            else if (exchange.Fault?.Kind == FaultKind.Gzip)
                await GzipAnswer.SendAsync(exchange, target).ConfigureAwait(false);
            else
                await target.Handle(exchange).ConfigureAwait(false);
        }
        catch (ApiException error)
        {
            await SendAsync(exchange.Context, error, exchange.Form).ConfigureAwait(false);
        }
    }

    // As Azure: its deployment paths do not exist without the query.
    private static void ThrowIfApiVersionIsMissing(Exchange exchange)
    {
        if (exchange.RouteValue("deployment").Length == 0 || exchange.Context.Request.Query.ContainsKey("api-version")) return;
        throw new ApiException(StatusCodes.Status404NotFound, "Resource not found", "invalid_request_error") { Code = "404" };
    }

    private static async Task SendAsync(HttpContext context, ApiException error, WireForm form)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        using var frame = new FrameBuffer();
        ErrorBody.Write(frame.BeginJson(), error, form, context.TraceIdentifier);
        frame.EndJson();
        context.Response.StatusCode = error.Status;
        await BodyOutput.SendPlainAsync(context, BodyOutput.Json, frame.Written).ConfigureAwait(false);
    }
}
