using LlmProxy.Sandbox.Errors;
using LlmProxy.Sandbox.Hosting;

namespace LlmProxy.Sandbox.Output;

/// <summary>The response headers that providers add to every answer.</summary>
internal static class ProviderHeaders
{
    public static void Add(Exchange exchange)
    {
        var headers = exchange.Context.Response.Headers;
        if (exchange.Form == WireForm.Anthropic)
        {
            headers["request-id"] = exchange.Id("req_");
            headers["anthropic-ratelimit-requests-limit"] = "1000";
            headers["anthropic-ratelimit-requests-remaining"] = "999";
        }
        else
        {
            headers["x-request-id"] = exchange.Id("req_");
            headers["openai-organization"] = "sandbox";
            headers["x-ratelimit-limit-requests"] = "10000";
            headers["x-ratelimit-remaining-requests"] = "9999";
        }
    }
}
