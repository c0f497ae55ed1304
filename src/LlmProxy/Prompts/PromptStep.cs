using LlmProxy.Exchange;
using LlmProxy.Prompts.Experiments;
using LlmProxy.Prompts.Requests;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Prompts;

/// <summary>Chooses the version of a prompt that a request is put under, before a cluster is chosen: a version may name the model.</summary>
internal sealed class PromptStep(RequestDelegate next, PromptChooser chooser)
{
    public Task Invoke(HttpContext context)
    {
        if (LlmExchange.Of(context) is { Request: { } request } exchange)
        {
            if (PromptRequests.Concerns(exchange.Path.Endpoint))
                exchange.Prompt = chooser.Choose(exchange, request);
            if (ExperimentWish.Of(exchange, exchange.Route.Proxy.Experiments) is { } wished)
                ExperimentWish.Check(wished, exchange.Prompt);
        }

        return next(context);
    }
}
