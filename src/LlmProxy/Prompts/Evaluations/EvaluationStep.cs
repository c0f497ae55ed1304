using LlmProxy.Exchange;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Prompts.Evaluations;

/// <summary>Keeps what a request says behind its guards, and what the client is answered, where the evaluation log wants to know.</summary>
internal sealed class EvaluationStep(RequestDelegate next, EvaluationLog log)
{
    public Task Invoke(HttpContext context)
    {
        if (LlmExchange.Of(context) is { Attempt: not null, Route.Proxy.Prompts.Evaluations.Enabled: true } exchange)
            log.Begin(exchange);
        return next(context);
    }
}
