using LlmProxy.Configuration;
using LlmProxy.Configuration.Secrets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Model;

namespace LlmProxy.Tests.Configuration;

/// <summary>The filter inside a real YARP, which is loaded and reloaded but never listens.</summary>
public sealed class LlmConfigFilterTests : IAsyncDisposable
{
    private readonly Dictionary<string, string> _environment = new() { ["KEY"] = "one" };
    private readonly Dictionary<string, string?> _settings = new()
    {
        ["ReverseProxy:Routes:llm:ClusterId"] = "openai",
        ["ReverseProxy:Routes:llm:Match:Path"] = "/v1/{**rest}",
        ["ReverseProxy:Routes:llm:Llm"] = null,
        ["ReverseProxy:Routes:plain:ClusterId"] = "web",
        ["ReverseProxy:Routes:plain:Match:Path"] = "/web/{**rest}",
        ["ReverseProxy:Clusters:openai:Destinations:api:Address"] = "https://api.example.com/",
        ["ReverseProxy:Clusters:openai:Llm:Provider"] = "openai",
        ["ReverseProxy:Clusters:openai:Llm:ApiKey"] = "${KEY}",
        ["ReverseProxy:Clusters:openai:Llm:Models:0"] = "gpt-*",
        ["ReverseProxy:Clusters:web:Destinations:d:Address"] = "https://web.example.com/",
    };

    private WebApplication? _app;
    private Uri? _sandbox;

    private LlmConfigFilter Filter => _app!.Services.GetRequiredService<LlmConfigFilter>();

    private LlmConfigModel Current => _app!.Services.GetRequiredService<LlmConfigState>().Current;

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    [Fact]
    public void Load_LlmAndPlainObjects_OnlyTheFirstHaveModels()
    {
        Start();

        Assert.Equal("llm", Filter.For(Route("llm"))?.RouteId);
        Assert.Equal("one", Filter.For(Cluster("openai"))?.ApiKey?.Reveal());
        Assert.Null(Filter.For(Route("plain")));
        Assert.Null(Filter.For(Cluster("web")));
        Assert.Equal("openai", Assert.Single(Current.Clusters).ClusterId);
        Assert.Equal("llm", Assert.Single(Current.Routes).RouteId);
    }

    [Fact]
    public void Load_ActivityTimeout_IsOffOnlyWhereNobodySetIt()
    {
        Start();
        Assert.Equal(Timeout.InfiniteTimeSpan, Cluster("openai").HttpRequest?.ActivityTimeout);
        Assert.Null(Cluster("web").HttpRequest?.ActivityTimeout);

        Reload(("ReverseProxy:Clusters:openai:HttpRequest:ActivityTimeout", "00:00:20"));
        Assert.Equal(TimeSpan.FromSeconds(20), Cluster("openai").HttpRequest?.ActivityTimeout);
    }

    [Fact]
    public void Reload_OnlyTheLlmBlockChanged_RouteAndClusterAreReplacedAndOldOnesKeepTheirModels()
    {
        Start();
        var (route, cluster) = (Route("llm"), Cluster("openai"));

        Reload(("ReverseProxy:Clusters:openai:Llm:Models:0", "o1"));

        Assert.Equal("o1", Filter.For(Cluster("openai"))?.Models[0].Text);
        Assert.True(Filter.For(Route("llm"))?.Router.Pick("o1").IsMatch);
        Assert.Equal("gpt-*", Filter.For(cluster)?.Models[0].Text);
        Assert.True(Filter.For(route)?.Router.Pick("gpt-4o").IsMatch);
        Assert.Equal("o1", Current.Clusters[0].Models[0].Text);
    }

    [Fact]
    public void Reload_OnlyTheSecretChanged_IsTaken()
    {
        Start();
        _environment["KEY"] = "two";

        Reload();

        Assert.Equal("two", Filter.For(Cluster("openai"))?.ApiKey?.Reveal());
    }

    [Fact]
    public void Reload_NothingChanged_KeepsYarpsObjects()
    {
        Start();
        var route = Route("llm");

        Reload();

        Assert.Same(route, Route("llm"));
        Assert.NotNull(Filter.For(route));
    }

    [Fact]
    public void Load_SecretsInTheMetadata_AreNotThere()
    {
        _environment["KEY"] = "sk-very-secret";
        Start();

        Assert.DoesNotContain(Cluster("openai").Metadata!, pair => pair.Value.Contains("sk-very", StringComparison.Ordinal));
    }

    [Fact]
    public void Load_ErrorsInSeveralObjects_AreAllReportedAtOnce()
    {
        _settings["ReverseProxy:Clusters:openai:Llm:Provder"] = "x";
        _settings["ReverseProxy:Clusters:openai:Llm:Credential"] = "nobody";
        _settings["ReverseProxy:Clusters:openai:Destinations:api:Address"] = "api.example.com";
        _settings["ReverseProxy:Routes:llm:Llm:Cluster"] = "x";
        _settings["LlmProxy:Limit"] = "1";

        var message = Assert.Throws<InvalidOperationException>(Start).ToString();

        Assert.Contains("Llm:Provder is not a setting; did you mean 'Provider'?", message, StringComparison.Ordinal);
        Assert.Contains("Llm:Credential is 'nobody'; write one of 'Cluster', 'Caller'.", message, StringComparison.Ordinal);
        Assert.Contains("Llm:Cluster is not a setting; did you mean 'Clusters'?", message, StringComparison.Ordinal);
        Assert.Contains("LlmProxy:Limit is not a setting; did you mean 'Limits'?", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "is missing")]
    [InlineData("api.example.com", "is not an absolute http or https address")]
    [InlineData("ftp://example.com", "is not an absolute http or https address")]
    [InlineData("https://user:pw@example.com", "holds a user name or password")]
    [InlineData("https://example.com/v1?key=x", "has a query or a fragment")]
    [InlineData("https://example.com/v1/chat/completions", "ends with '/chat/completions', which callers add themselves")]
    [InlineData("sandbox:", "names 'sandbox:', but this host has no sandbox inside")]
    public void Load_BadAddress_IsRefusedWithoutShowingIt(string address, string expected)
    {
        _settings["ReverseProxy:Clusters:openai:Destinations:api:Address"] = address;

        var message = Assert.Throws<InvalidOperationException>(Start).ToString();

        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain("user:pw", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_AzureVersionWithTheV1Path_IsRefused()
    {
        _settings["ReverseProxy:Clusters:openai:Llm:Provider"] = "azure-openai";
        _settings["ReverseProxy:Clusters:openai:Llm:ApiVersion"] = "2024-10-21";
        _settings["ReverseProxy:Clusters:openai:Destinations:api:Address"] = "https://x.example.com/openai/v1/";

        Assert.Contains("which has no ApiVersion", Assert.Throws<InvalidOperationException>(Start).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("hashcookie")]
    public void Load_AffinityThatNeedsAMissingLibrary_IsRefusedAndNamesCookie(string? policy)
    {
        _settings["ReverseProxy:Clusters:web:SessionAffinity:Enabled"] = "true";
        _settings["ReverseProxy:Clusters:web:SessionAffinity:AffinityKeyName"] = "k";
        _settings["ReverseProxy:Clusters:web:SessionAffinity:Policy"] = policy;

        var message = Assert.Throws<InvalidOperationException>(Start).ToString();

        Assert.Contains("ReverseProxy:Clusters:web:SessionAffinity:Policy", message, StringComparison.Ordinal);
        Assert.Contains("'Cookie'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_SandboxAddress_IsReplacedByTheRealOne()
    {
        _sandbox = new Uri("http://127.0.0.1:4711/");
        _settings["ReverseProxy:Clusters:openai:Destinations:api:Address"] = "sandbox:";

        Start();

        Assert.Equal("http://127.0.0.1:4711/", Cluster("openai").Destinations?["api"].Address);
    }

    [Fact]
    public void Reload_BadConfiguration_LeavesTheLastGoodOne()
    {
        Start();

        Reload(("ReverseProxy:Clusters:openai:Llm:Provider", "nobody"));
        Assert.Equal("openai", Current.Clusters[0].Provider);
        Assert.Equal("openai", Filter.For(Cluster("openai"))?.Provider);

        Reload(("ReverseProxy:Clusters:openai:Llm:Provider", "openai-compatible"));
        Assert.Equal("openai-compatible", Current.Clusters[0].Provider);
    }

    [Fact]
    public async Task ConfigureRoute_ConfigurationIsGoneButYarpStillHasTheRoute_IsRefused()
    {
        Start();
        var route = Route("llm");
        ((ConfigurationManager)_app!.Configuration).Sources.Clear();
        Filter.ConfigurationLoaded([]);

        var e = await Assert.ThrowsAsync<LlmConfigurationException>(
            async () => await Filter.ConfigureRouteAsync(route, null, CancellationToken.None));

        Assert.Contains("the configuration that held its Llm block is gone", e.Message, StringComparison.Ordinal);
    }

    private void Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(_settings);
        var services = builder.Services;
        services.AddSingleton<LlmConfigState>();
        services.AddSingleton(new SecretResolver(name => _environment.GetValueOrDefault(name), _ => null));
        services.AddSingleton<LlmConfigFilter>();
        services.AddSingleton<IProxyConfigFilter>(s => s.GetRequiredService<LlmConfigFilter>());
        services.AddSingleton<IConfigChangeListener>(s => s.GetRequiredService<LlmConfigFilter>());
        if (_sandbox is not null)
        {
            services.AddSingleton<IBuiltInSandbox>(new FixedSandbox(_sandbox));
        }

        services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"));
        _app = builder.Build();
        _app.MapReverseProxy();
    }

    private void Reload(params (string Key, string Value)[] changes)
    {
        foreach (var (key, value) in changes)
        {
            _settings[key] = value;
        }

        var root = (IConfigurationRoot)_app!.Configuration;
        foreach (var (key, value) in _settings)
        {
            root[key] = value;
        }

        root.Reload();
    }

    private RouteConfig Route(string id) =>
        _app!.Services.GetRequiredService<IProxyStateLookup>().TryGetRoute(id, out RouteModel? route)
            ? route.Config
            : throw new KeyNotFoundException(id);

    private ClusterConfig Cluster(string id) =>
        _app!.Services.GetRequiredService<IProxyStateLookup>().TryGetCluster(id, out var cluster)
            ? cluster.Model.Config
            : throw new KeyNotFoundException(id);

    private sealed class FixedSandbox(Uri address) : IBuiltInSandbox
    {
        public ValueTask<Uri> GetAddressAsync(CancellationToken cancellationToken) => new(address);
    }
}
