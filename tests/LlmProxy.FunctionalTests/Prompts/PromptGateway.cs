using System.Text.Json;
using LlmProxy.FunctionalTests.Support;
using Microsoft.AspNetCore.Builder;

namespace LlmProxy.FunctionalTests.Prompts;

/// <summary>A gateway with templates, before a provider that is scripted.</summary>
internal sealed class PromptGateway : IAsyncDisposable
{
    private readonly string _folder;

    private PromptGateway(string folder, ScriptedProvider provider, TestGateway gateway) => (_folder, Provider, Gateway) = (folder, provider, gateway);

    /// <summary>The provider.</summary>
    public ScriptedProvider Provider { get; }

    /// <summary>The gateway.</summary>
    public TestGateway Gateway { get; }

    /// <summary>What the provider was sent last.</summary>
    public string Sent => Provider.Last.Text;

    /// <summary>Starts both.</summary>
    /// <param name="route">The route's settings.</param>
    /// <param name="proxy">What all routes share, beside the folder of templates.</param>
    /// <param name="provider">The provider; a chat answers where none is given.</param>
    /// <param name="kind">The provider's kind.</param>
    /// <param name="configure">Changes the host.</param>
    /// <param name="files">Templates: <c>name/version</c>, and the text.</param>
    public static async Task<PromptGateway> StartAsync(
        string route = "", string proxy = "", ScriptedProvider? provider = null, string kind = "openai-compatible", Action<WebApplicationBuilder>? configure = null,
        params (string Id, string Text)[] files)
    {
        var folder = Directory.CreateTempSubdirectory("llmproxy-prompts-").FullName;
        foreach (var (id, text) in files)
        {
            Directory.CreateDirectory(Path.Combine(folder, Path.GetDirectoryName(id)!));
            await File.WriteAllTextAsync(Path.Combine(folder, id + ".md"), text);
        }

        provider ??= await ScriptedProvider.StartAsync(ChatAnswer);
        var settings = $"\"Prompts\": {{ \"Folder\": {JsonSerializer.Serialize(folder)} }}{(proxy.Length > 0 ? ", " + proxy : "")}";
        return new(folder, provider, await TestGateway.BeforeAsync(provider.Address, kind, proxy: settings, route: route, configure: configure));
    }

    /// <summary>Posts JSON and returns the answer's text, which must be good.</summary>
    public async Task<string> PostAsync(string path, string json, params (string Name, string Value)[] headers)
    {
        using var response = await Gateway.PostAsync(path, json, headers);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return text;
    }

    /// <summary>Posts JSON that is refused, and returns status, code, param and message.</summary>
    public async Task<(int Status, string? Code, string? Param, string Message)> RefusedAsync(string path, string json, params (string Name, string Value)[] headers)
    {
        using var response = await Gateway.PostAsync(path, json, headers);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var error = body.RootElement.GetProperty("error");
        return ((int)response.StatusCode, Text(error, "code"), Text(error, "param"), error.GetProperty("message").GetString()!);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Provider.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A chat's answer.</summary>
    public const string ChatAnswer = """{"id":"c","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hello."},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11}}""";

    private static string? Text(JsonElement error, string name) => error.TryGetProperty(name, out var value) ? value.GetString() : null;
}
