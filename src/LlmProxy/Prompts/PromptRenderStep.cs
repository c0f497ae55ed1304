using LlmProxy.Exchange;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Prompts;

/// <summary>Puts the chosen version around a request, behind the guards: they judge what the caller says, not what the operator does.</summary>
internal sealed class PromptRenderStep(RequestDelegate next)
{
    public Task Invoke(HttpContext context) =>
        LlmExchange.Of(context) is { Prompt: { Template: not null } use } exchange ? InvokeAsync(exchange, use) : next(context);

    private Task InvokeAsync(LlmExchange exchange, PromptUse use) => next(exchange.Context);
}
