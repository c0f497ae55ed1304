using System.Text;
using LlmProxy.Host;
using Microsoft.AspNetCore.Builder;

namespace LlmProxy.FunctionalTests.Support;

/// <summary>The real gateway on a free loopback port, in this process.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _file;

    private TestGateway(WebApplication app, string file)
    {
        _app = app;
        _file = file;
        Address = new Uri(app.Urls.First());
        Client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(60) };
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>A client of it.</summary>
    public HttpClient Client { get; }

    /// <summary>The gateway's services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>The path of its configuration file.</summary>
    public string ConfigFile => _file;

    /// <summary>Starts a gateway with a configuration. It keeps its records in memory, unless <paramref name="args"/> say otherwise.</summary>
    public static async Task<TestGateway> StartAsync(string config, Action<WebApplicationBuilder>? configure = null, params string[] args)
    {
        var file = Path.Combine(Path.GetTempPath(), $"llmproxy-{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(file, config);
        var app = GatewayApplication.Create(["--config", file, "--urls", "http://127.0.0.1:0", "--LlmProxy:Storage:Kind=Memory", .. args], builder =>
        {
            builder.Logging.ClearProviders();
            configure?.Invoke(builder);
        });
        await app.StartAsync();
        return new TestGateway(app, file);
    }

    /// <summary>A route's setting that lets an answer through as it comes, so that a test sees how it breaks off.</summary>
    public const string NoGate = "\"Gate\": { \"Enabled\": false }, \"Retry\": { \"MaxAttempts\": 1 }";

    /// <summary>Starts a gateway with one cluster, named <c>up</c>, that takes every model.</summary>
    public static Task<TestGateway> BeforeAsync(
        Uri provider, string kind = "openai-compatible", string llm = "", string proxy = "", Action<WebApplicationBuilder>? configure = null,
        string route = "") =>
        StartAsync(Config(provider, kind, llm, proxy, route), configure);

    /// <summary>A configuration with one cluster, named <c>up</c>.</summary>
    public static string Config(Uri provider, string kind = "openai-compatible", string llm = "", string proxy = "", string route = "") => $$"""
        {
          "ReverseProxy": {
            "Routes": {
              "llm": { "ClusterId": "up", "Match": { "Path": "/v1/{**rest}" }, "Llm": { {{route}} } },
              "azure": { "ClusterId": "up", "Match": { "Path": "/openai/{**rest}" }, "Llm": { {{route}} } }
            },
            "Clusters": {
              "up": {
                "Destinations": { "a": { "Address": "{{provider}}" } },
                "Llm": { "Provider": "{{kind}}", "Models": [ "*" ]{{(llm.Length > 0 ? ", " + llm : "")}} }
              }
            }
          },
          "LlmProxy": { {{proxy}} }
        }
        """;

    /// <summary>Posts JSON.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, string json, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAtOnceAsync();
        await _app.DisposeAsync();
        File.Delete(_file);
    }
}
