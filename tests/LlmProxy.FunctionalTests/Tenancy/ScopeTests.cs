using System.Net;
using LlmProxy.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.FunctionalTests.Tenancy;

/// <summary>What a key is for.</summary>
public sealed class ScopeTests
{
    [Theory]
    [InlineData("\"Endpoints\": [ \"Embeddings\" ]", "endpoint_not_allowed")]
    [InlineData("\"Routes\": [ \"azure\" ]", "route_not_allowed")]
    public async Task Chat_OutsideTheScope_Is403(string scope, string code)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await KeyedGateway.BeforeAsync(provider, scope);

        using var response = await gateway.SendAsync("POST", "/v1/chat/completions", KeyedGateway.A, KeyedGateway.Chat);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(code, await response.CodeAsync());
        Assert.Empty(provider.Requests);
    }

    [Theory]
    [InlineData("POST", "/v1/chat/completions", """{"model":"gpt-4o","messages":[]}""", HttpStatusCode.OK, null)]
    [InlineData("POST", "/v1/chat/completions", """{"model":"o3","messages":[]}""", HttpStatusCode.NotFound, "model_not_found")]
    [InlineData("POST", "/openai/deployments/o3/chat/completions", """{"messages":[]}""", HttpStatusCode.NotFound, "model_not_found")]
    [InlineData("POST", "/v1/responses", """{"input":"x"}""", HttpStatusCode.BadRequest, "missing_model")]
    [InlineData("POST", "/v1/rerank", """{"model":"o3","query":"x"}""", HttpStatusCode.NotFound, "model_not_found")]
    [InlineData("POST", "/v1/realtime/sessions", """{"session":{"model":"o3"}}""", HttpStatusCode.Forbidden, "endpoint_not_allowed")]
    [InlineData("GET", "/v1/files", null, HttpStatusCode.OK, null)]
    public async Task Request_OfAKeyForSomeModels_KeepsToThem(string method, string path, string? body, HttpStatusCode status, string? code)
    {
        await using var provider = await ScriptedProvider.StartAsync("""{"data":[]}""");
        await using var gateway = await KeyedGateway.BeforeAsync(provider, "\"Models\": [ \"gpt-*\" ]");

        using var response = await gateway.SendAsync(method, path, KeyedGateway.A, body);

        Assert.Equal(status, response.StatusCode);
        if (code is not null)
            Assert.Equal(code, await response.CodeAsync());
    }

    [Theory]
    [InlineData("/v1/realtime/client_secrets", "", HttpStatusCode.Forbidden)]
    [InlineData("/v1/Realtime/Sessions/", "", HttpStatusCode.Forbidden)]
    [InlineData("/v1/realtime/transcription_sessions", "\"Endpoints\": [ \"Other\" ]", HttpStatusCode.Forbidden)]
    [InlineData("/v1/realtime/calls", "", HttpStatusCode.Forbidden)]
    [InlineData("/v1/ChatKit/sessions", "", HttpStatusCode.Forbidden)]
    [InlineData("/openai/realtimeapi/sessions", "", HttpStatusCode.Forbidden)]
    [InlineData("/v1/realtime/client_secrets", "\"Endpoints\": [ \"Realtime\" ]", HttpStatusCode.OK)]
    [InlineData("/v1/chatkit/threads", "", HttpStatusCode.OK)]
    public async Task EphemeralKey_IsForAKeyThatNamesRealtime(string path, string scope, HttpStatusCode status)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await KeyedGateway.BeforeAsync(provider, scope);

        using var response = await gateway.SendAsync("POST", path, KeyedGateway.A, "{}");

        Assert.Equal(status, response.StatusCode);
        if (status == HttpStatusCode.Forbidden)
            Assert.Equal("endpoint_not_allowed", await response.CodeAsync());
        Assert.Equal(status == HttpStatusCode.OK ? 1 : 0, provider.Requests.Count);
    }

    [Fact]
    public async Task Models_List_HoldsOnlyTheKeys()
    {
        await using var provider = await ScriptedProvider.StartAsync("""{"data":[{"id":"gpt-4o"},{"id":"o3"}]}""");
        await using var gateway = await KeyedGateway.BeforeAsync(provider, "\"Models\": [ \"gpt-*\" ]");

        using var list = await gateway.SendAsync("GET", "/v1/models", KeyedGateway.A);
        using var other = await gateway.SendAsync("GET", "/v1/models/o3", KeyedGateway.A);
        using var all = await gateway.SendAsync("GET", "/v1/models", KeyedGateway.B);

        Assert.Equal(["gpt-4o"], (await list.JsonAsync())["data"]!.AsArray().Select(model => (string?)model!["id"]));
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        Assert.Equal(["gpt-4o", "o3"], (await all.JsonAsync())["data"]!.AsArray().Select(model => (string?)model!["id"]));
    }

    [Fact]
    public async Task Fallback_OutsideTheScope_IsSkipped()
    {
        await using var provider = await ScriptedProvider.StartAsync(async (context, request) =>
        {
            if (request.Text.Contains("gpt-4o\"", StringComparison.Ordinal) || request.Text.Contains("o3", StringComparison.Ordinal))
                context.Response.StatusCode = 500;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("{}");
        });
        const string Route = "\"Retry\": { \"MaxAttempts\": 1 }, \"Gate\": { \"Enabled\": false }, \"Fallbacks\": { \"gpt-4o\": [ \"o3\", \"small\", \"gpt-4o-mini@up\" ] }";
        await using var gateway = await TestGateway.BeforeAsync(
            provider.Address, llm: "\"Aliases\": { \"small\": \"gpt-3\" }", proxy: KeyedGateway.Keys("\"Models\": [ \"gpt-*\" ]"), route: Route);

        using var scoped = await gateway.SendAsync("POST", "/v1/chat/completions", KeyedGateway.A, """{"model":"gpt-4o","messages":[]}""");
        var ofScoped = provider.Requests.Select(request => request.Text).ToList();
        using var free = await gateway.SendAsync("POST", "/v1/chat/completions", KeyedGateway.B, """{"model":"gpt-4o","messages":[]}""");

        // 'small' is an alias outside the scope, although the model behind it is inside.
        Assert.Equal("gpt-4o-mini", scoped.Headers.GetValues("x-llmproxy-model").Single());
        Assert.Equal(2, ofScoped.Count);
        Assert.Equal("gpt-3", free.Headers.GetValues("x-llmproxy-model").Single());
    }

    [Fact]
    public async Task Shadow_OutsideTheScope_IsNotMade()
    {
        var models = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var copied = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await ScriptedProvider.StartAsync(async (context, request) =>
        {
            models.Enqueue(request.Text);
            if (request.Text.Contains("\"o3\"", StringComparison.Ordinal))
                copied.TrySetResult();
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("{}");
        });
        const string Route = "\"Gate\": { \"Enabled\": false }, \"Shadow\": { \"Target\": \"o3\", \"Percent\": 100 }";
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, proxy: KeyedGateway.Keys("\"Models\": [ \"gpt-*\" ]"), route: Route);

        using var scoped = await gateway.SendAsync("POST", "/v1/chat/completions", KeyedGateway.A, """{"model":"gpt-4o","messages":[]}""");
        using var free = await gateway.SendAsync("POST", "/v1/chat/completions", KeyedGateway.B, """{"model":"gpt-4","messages":[]}""");
        await copied.Task.WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(HttpStatusCode.OK, scoped.StatusCode);
        Assert.Single(models, model => model.Contains("\"o3\"", StringComparison.Ordinal));
    }
}
