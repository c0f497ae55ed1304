using Microsoft.AspNetCore.Http;

namespace LlmProxy.Metering.Tokens;

/// <summary>Answers <c>POST /v1/tokenize</c>, and <c>POST /v1/messages/count_tokens</c> where the provider has none.</summary>
internal sealed class TokenizeStep(RequestDelegate next)
{
    public Task Invoke(HttpContext context) => next(context);
}
