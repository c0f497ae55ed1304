using LlmProxy.Core.Prompts.Rendering;
using LlmProxy.Core.Requests;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Bodies;
using LlmProxy.Prompts.Catalogue;
using LlmProxy.Prompts.Requests;
using LlmProxy.Telemetry;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Prompts;

/// <summary>Puts the chosen version around a request, behind the guards: they judge what the caller says, not what the operator does.</summary>
internal sealed class PromptRenderStep(RequestDelegate next, IPromptCatalogue prompts, BufferBudget budget)
{
    public Task Invoke(HttpContext context)
    {
        if (LlmExchange.Of(context) is { Prompt: { } use, Request: { } request } exchange)
        {
            if (exchange.Body is { } body)
                use.Shadow?.Keep(request, body);
            if (PromptRequests.IsNeeded(use, request))
                Render(exchange, use, request);
        }

        return next(context);
    }

    private void Render(LlmExchange exchange, PromptUse use, LlmRequest request)
    {
        var span = GenAiSpans.StartStep(SpanNames.Prompt);
        span?.SetTag(TagNames.PromptId, use.Name);
        try
        {
            Write(exchange, use, request);
        }
        catch (Core.Errors.LlmException e)
        {
            GenAiSpans.EndStep(span, e.Error.Code);
            // Neither memory that is not there nor messages in no form are the version's fault.
            use.IsRefused = e.Error is { Status: < 500, Code: not "invalid_type" };
            throw;
        }

        GenAiSpans.EndStep(span);
        if (use.Template is { } template)
            prompts.NoteServed(template);
    }

    private void Write(LlmExchange exchange, PromptUse use, LlmRequest request)
    {
        var body = new PooledBody(budget, (int)Math.Min(request.Body.Length + use.Bytes, int.MaxValue));
        try
        {
            PromptWriter.Write(PromptRequests.Of(exchange, use, request), request.Body.Span, body);
            exchange.Request = LlmRequestReader.Read(body.Memory, exchange.Route.Proxy.Limits.MaxJsonDepth);
        }
        catch
        {
            body.Dispose();
            throw;
        }

        var before = exchange.Body;
        exchange.Body = body;
        before?.Dispose();
        use.IsRendered = true;
    }
}
