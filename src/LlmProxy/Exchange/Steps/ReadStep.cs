using LlmProxy.Core.Errors;
using LlmProxy.Core.Requests;
using LlmProxy.Endpoints;
using LlmProxy.Exchange.Bodies;
using LlmProxy.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace LlmProxy.Exchange.Steps;

/// <summary>Reads a body once into memory and finds out what the request wants. What is not JSON or a form streams through unread.</summary>
internal sealed class ReadStep(RequestDelegate next, BufferBudget budget)
{
    public Task Invoke(HttpContext context) =>
        LlmExchange.Of(context) is { } exchange ? InvokeAsync(exchange) : next(context);

    private async Task InvokeAsync(LlmExchange exchange)
    {
        var span = GenAiSpans.StartStep(SpanNames.Read);
        try
        {
            await ReadAsync(exchange);
        }
        catch (LlmException e)
        {
            GenAiSpans.EndStep(span, e.Error.Code);
            throw;
        }

        GenAiSpans.EndStep(span);
        GenAiSpans.SetModel(exchange.Span, exchange.Model, exchange.Stream);
        await next(exchange.Context);
    }

    private async Task ReadAsync(LlmExchange exchange)
    {
        var context = exchange.Context;
        exchange.Model = exchange.Path.Deployment ?? QueryModel(exchange);
        if (!HasBody(context))
        {
            if (exchange.Path.Endpoint.RequiresModel() && HttpMethods.IsPost(context.Request.Method))
                throw Invalid("The request body is empty; a JSON object is needed.", "empty_body");
            return;
        }

        var kind = BodyKinds.Of(context.Request, exchange.Path.Endpoint);
        if (kind == BodyKind.Streamed)
        {
            exchange.StreamsBody = true;
            LiftServerLimit(context);
            return;
        }

        exchange.Body = await BodyReading.ReadAsync(context, budget, exchange.Route.MaxRequestBodyBytes);
        if (kind == BodyKind.Json)
            ReadJson(exchange);
        else
            ReadForm(exchange);
    }

    private static void ReadJson(LlmExchange exchange)
    {
        // What an endpoint takes that the gateway does not know is the provider's to judge, be it a list or nothing at all.
        if (!exchange.Path.Endpoint.RequiresJson() && exchange.Body!.Memory.Span.TrimStart(" \t\r\n"u8) is not [(byte)'{', ..])
            return;
        var request = LlmRequestReader.Read(exchange.Body!.Memory, exchange.Route.Proxy.Limits.MaxJsonDepth);
        exchange.Request = request;
        exchange.Model ??= request.Model;
        // A key's own user, and what a header says, go before the body's word.
        exchange.User ??= request.User;
    }

    private static void ReadForm(LlmExchange exchange)
    {
        exchange.FormBoundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(exchange.Context.Request.ContentType).Boundary).ToString();
        var form = exchange.Body!.Memory.Span;
        if (exchange.Caller.Scopes.Models.Count > 0 && MultipartForms.IsAmbiguous(form, exchange.FormBoundary))
            throw Invalid("The key is for certain models, so the form must be plain: lines end with CR LF, and names of fields have no backslash.", "invalid_form");
        exchange.FormModelValue = MultipartModelReader.Find(form, exchange.FormBoundary);
        if (exchange.FormModelValue.IsEmpty)
            return;
        if (exchange.FormModelValue.Length > MultipartModelReader.LongestModel)
            throw Invalid("The form field 'model' is longer than 1,024 bytes.", "invalid_value", "model");
        if (!MultipartModelReader.Find(form[exchange.FormModelValue.End..], exchange.FormBoundary).IsEmpty)
            throw Invalid("The form field 'model' is given more than once; say which is meant.", "duplicate_field", "model");
        exchange.Model ??= FormModel(exchange);
    }

    private static string FormModel(LlmExchange exchange)
    {
        var value = exchange.Body!.Memory.Span.Slice(exchange.FormModelValue.Start, exchange.FormModelValue.Length);
        return System.Text.Unicode.Utf8.IsValid(value)
            ? System.Text.Encoding.UTF8.GetString(value)
            : throw Invalid("The form field 'model' is not valid UTF-8.", "invalid_utf8", "model");
    }

    private static string? QueryModel(LlmExchange exchange)
    {
        if (exchange.Path.Endpoint != LlmEndpoint.Realtime)
            return null;
        var query = exchange.Context.Request.Query;
        // Azure's old form names the deployment.
        var model = query["model"].ToString() is { Length: > 0 } named ? named : query["deployment"].ToString();
        return model.Length > 0 ? model : null;
    }

    private static bool HasBody(HttpContext context) =>
        context.Request.ContentLength is > 0
        || (context.Request.ContentLength is null && context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true });

    /// <summary>A stream is not held here, so only the limit that YARP's route sets applies to it.</summary>
    private static void LiftServerLimit(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;
    }

    private static LlmException Invalid(string message, string code, string? param = null) =>
        new(new LlmError(400, LlmErrorTypes.InvalidRequest, message, code, param) { ShouldRetry = false });
}
