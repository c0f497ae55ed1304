using LlmProxy.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.FunctionalTests.Failover;

/// <summary>A provider that answers every chat, as JSON or as a stream.</summary>
internal static class HealthyProvider
{
    public const string Text = "Hello from elsewhere";

    private const string Json = $$$"""
        {"id":"1","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"{{{Text}}}"},"finish_reason":"stop"}]}
        """;

    private const string Events = $$$"""
        data: {"id":"1","object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"{{{Text}}}"},"finish_reason":null}]}

        data: {"id":"1","object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

        data: [DONE]


        """;

    public static Task<ScriptedProvider> StartAsync() => ScriptedProvider.StartAsync((context, request) =>
    {
        var isStream = request.Text.Contains("\"stream\":true", StringComparison.Ordinal);
        context.Response.ContentType = isStream ? "text/event-stream" : "application/json";
        return context.Response.WriteAsync(isStream ? Events.ReplaceLineEndings("\n") : Json);
    });
}
