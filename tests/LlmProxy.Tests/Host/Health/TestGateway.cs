using LlmProxy.Configuration;
using LlmProxy.Host;
using LlmProxy.Host.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;

namespace LlmProxy.Tests.Host.Health;

/// <summary>A host on loopback with the operations' endpoints and a proxy that is never used.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestGateway(LlmConfigModel configuration, string[] clusters, Action<IServiceCollection>? services)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(new LlmConfigState { Current = configuration });
        builder.AddLlmTelemetry();
        builder.AddLlmOperations();
        builder.Services.AddReverseProxy().LoadFromMemory([], [.. clusters.Select(Cluster)]);
        services?.Invoke(builder.Services);
        _app = builder.Build();
        _app.MapLlmOperations();
        _app.MapReverseProxy();
    }

    public string Address => _app.Urls.Single();

    public IServiceProvider Services => _app.Services;

    public static async Task<TestGateway> StartAsync(
        LlmAccessModel? access = null,
        LlmClusterModel? cluster = null,
        LlmTelemetryModel? telemetry = null,
        string[]? clusters = null,
        Action<IServiceCollection>? services = null)
    {
        var configuration = new LlmConfigModel
        {
            Clusters = cluster is null ? [] : [cluster],
            Proxy = new LlmProxyModel { Access = access ?? new LlmAccessModel(), Telemetry = telemetry ?? new LlmTelemetryModel() },
        };
        var gateway = new TestGateway(configuration, clusters ?? ["a"], services);
        await gateway._app.StartAsync();
        return gateway;
    }

    /// <summary>A client with the Host header that it is given.</summary>
    public HttpClient Client(string? host = null)
    {
        var client = new HttpClient { BaseAddress = new Uri(Address) };
        if (host is not null) client.DefaultRequestHeaders.Host = host;
        return client;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static ClusterConfig Cluster(string id) => new()
    {
        ClusterId = id,
        Destinations = new Dictionary<string, DestinationConfig> { ["api"] = new() { Address = "http://127.0.0.1:9/" } },
    };
}
