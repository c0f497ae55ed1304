using System.Net;
using LlmProxy.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LlmProxy.FunctionalTests.Bodies;

/// <summary>A provider that speaks HTTP/2 without TLS, as inference servers inside a cluster do.</summary>
public sealed class Http2UpstreamTests
{
    private const string Frame = "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"}}]}\n\n";
    private const string Body = """{"model":"fast","stream":true,"stream_options":{"include_usage":true},"messages":[]}""";

    [Fact]
    public async Task Post_BodyIsPatchedAndSent()
    {
        var protocol = "";
        await using var provider = await ScriptedProvider.StartAsync(
            (context, _) =>
            {
                protocol = context.Request.Protocol;
                return context.Response.WriteAsync("{}");
            },
            HttpProtocols.Http2);
        await using var gateway = await TestGateway.StartAsync(Config(provider));
        var text = new string('x', 300_000);

        using var response = await gateway.PostAsync("/v1/chat/completions", $$"""{"model":"fast","x":"{{text}}"}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("HTTP/2", protocol);
        Assert.Equal($$"""{"model":"llama-3.3","x":"{{text}}"}""", provider.Last.Text);
    }

    [Fact]
    public async Task Stream_Complete_PassesAsItIs()
    {
        await using var provider = await ScriptedProvider.StartAsync(
            async (context, _) =>
            {
                context.Response.ContentType = "text/event-stream";
                await context.Response.WriteAsync(Frame);
                await context.Response.Body.FlushAsync();
                await context.Response.WriteAsync("data: [DONE]\n\n");
            },
            HttpProtocols.Http2);
        await using var gateway = await TestGateway.StartAsync(Config(provider));

        using var response = await gateway.PostAsync("/v1/chat/completions", Body);

        Assert.Equal(Frame + "data: [DONE]\n\n", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Stream_ResetMidWay_BreaksTheClientsToo()
    {
        await using var provider = await ScriptedProvider.StartAsync(
            async (context, _) =>
            {
                context.Response.ContentType = "text/event-stream";
                await context.Response.WriteAsync(Frame);
                await context.Response.Body.FlushAsync();
                context.Abort();
            },
            HttpProtocols.Http2);
        await using var gateway = await TestGateway.StartAsync(Config(provider, TestGateway.NoGate));

        using var response = await gateway.PostAsync("/v1/chat/completions", Body);

        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsStringAsync());
    }

    private static string Config(ScriptedProvider provider, string route = "") => TestGateway.Config(
        provider.Address, llm: "\"Aliases\": { \"fast\": \"llama-3.3\" }", route: route).Replace(
        "\"up\": {", "\"up\": { \"HttpRequest\": { \"Version\": \"2\", \"VersionPolicy\": \"RequestVersionExact\" },", StringComparison.Ordinal);
}
