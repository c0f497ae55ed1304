using System.Text.Json.Nodes;
using LlmProxy.FunctionalTests.Support;
using LlmProxy.FunctionalTests.Tenancy;
using Microsoft.AspNetCore.Builder;

namespace LlmProxy.FunctionalTests.Prompts.Quality;

/// <summary>A gateway whose route is under the prompt <c>chat</c> with versions v1 and v2, before a provider that fails as often as is said.</summary>
internal sealed class JudgedGateway : IAsyncDisposable
{
    private const string Answer = """{"id":"c1","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("llmproxy-prompts-").FullName;
    private ScriptedProvider? _provider;
    private TestGateway? _gateway;

    /// <summary>Which requests the provider refuses, by number from 1; set before requests are sent.</summary>
    public Func<int, bool> Fails { get; set; } = static _ => false;

    /// <summary>Which requests the provider refuses besides, by what it is sent.</summary>
    public Func<string, bool> FailsAt { get; set; } = static _ => false;

    /// <summary>The gateway.</summary>
    public TestGateway Gateway => _gateway!;

    /// <summary>Starts one.</summary>
    /// <param name="prompts">What more is said of prompts.</param>
    /// <param name="proxy">What more is said of the gateway.</param>
    /// <param name="configure">Changes what it is made of.</param>
    /// <param name="v2">The text of v2.</param>
    /// <param name="route">The route's settings.</param>
    public static async Task<JudgedGateway> StartAsync(
        string prompts = "", string proxy = "", Action<WebApplicationBuilder>? configure = null, string v2 = "You are very helpful.", string route = "\"Prompt\": \"chat\"")
    {
        var started = new JudgedGateway();
        await started.BeginAsync(prompts, proxy, configure, v2, route);
        return started;
    }

    /// <summary>Sends requests, one after the other.</summary>
    /// <returns>The last one's id.</returns>
    public async Task<string> SendAsync(int count, string? key = null, string body = KeyedGateway.Chat)
    {
        var id = string.Empty;
        for (var i = 0; i < count; i++)
        {
            using var response = await Gateway.SendAsync("POST", "/v1/chat/completions", key, body);
            await response.Content.ReadAsByteArrayAsync();
            id = response.Headers.GetValues("x-llmproxy-request-id").Single();
        }

        return id;
    }

    /// <summary>Waits until an admin answer is as wished.</summary>
    public async Task<JsonNode> UntilAsync(string path, Func<JsonNode, bool> wished)
    {
        while (true)
        {
            using var response = await Gateway.SendAsync("GET", path, null);
            var json = await response.JsonAsync();
            if (wished(json))
                return json;
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
            await _gateway.DisposeAsync();
        if (_provider is not null)
            await _provider.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task BeginAsync(string prompts, string proxy, Action<WebApplicationBuilder>? configure, string v2, string route)
    {
        var count = 0;
        _provider = await ScriptedProvider.StartAsync(async (context, request) =>
        {
            context.Response.StatusCode = Fails(Interlocked.Increment(ref count)) || FailsAt(request.Text) ? 422 : 200;
            context.Response.ContentType = "application/json";
            var fails = context.Response.StatusCode != 200;
            await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, fails ? """{"error":{"message":"no","type":"invalid_request_error"}}""" : Answer);
        });
        Directory.CreateDirectory(Path.Combine(_folder, "chat"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "chat", "v1.md"), "You are helpful.");
        await File.WriteAllTextAsync(Path.Combine(_folder, "chat", "v2.md"), v2);
        var folder = System.Text.Json.JsonSerializer.Serialize(_folder);
        _gateway = await TestGateway.BeforeAsync(
            _provider.Address,
            proxy: $"\"Prompts\": {{ \"Folder\": {folder}{(prompts.Length > 0 ? ", " + prompts : "")} }}{(proxy.Length > 0 ? ", " + proxy : "")}",
            route: route,
            configure: configure);
    }
}
