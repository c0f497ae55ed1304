using LlmProxy.Exchange;
using LlmProxy.Prompts.Requests;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Prompts;

/// <summary>Chooses the version of a prompt that a request is put under, before a cluster is chosen: a version may name the model.</summary>
internal sealed class PromptStep(RequestDelegate next, PromptChooser chooser)
{
    public Task Invoke(HttpContext context)
    {
        if (LlmExchange.Of(context) is { Request: { } request } exchange && PromptRequests.Concerns(exchange.Path.Endpoint))
            exchange.Prompt = chooser.Choose(exchange, request);
        return next(context);
    }
}
