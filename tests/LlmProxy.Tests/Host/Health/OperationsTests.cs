using System.Net;
using System.Text.Json;
using LlmProxy.Configuration;
using LlmProxy.Configuration.Secrets;
using LlmProxy.Health;
using LlmProxy.Host.Health;
using LlmProxy.Host.Telemetry;
using LlmProxy.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LlmProxy.Tests.Host.Health;

public sealed class OperationsTests
{
    private const string Foreign = "gateway.example";

    private static readonly LlmAccessModel WithKey = new() { AdminKey = new Secret("sesame") };

    [Fact]
    public async Task Ready_AllWell_ListsEachPart()
    {
        await using var gateway = await TestGateway.StartAsync(clusters: ["a", "b"]);
        using var client = gateway.Client();

        using var response = await client.GetAsync("/health/ready");
        var body = await ReadAsync(response);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("ready", body.GetProperty("status").GetString());
        Assert.Equal(
            ["clusters", "configuration", "shutdown", "side_components", "telemetry"],
            body.GetProperty("checks").EnumerateObject().Select(check => check.Name).Order());
        var a = body.GetProperty("checks").GetProperty("clusters").GetProperty("data").GetProperty("a");
        Assert.Equal("usable", a.GetProperty("state").GetString());
        Assert.Equal(1, a.GetProperty("available").GetInt32());
    }

    [Fact]
    public async Task Ready_ReloadRefused_IsDegradedAndTellsWhy()
    {
        await using var gateway = await TestGateway.StartAsync(services: services =>
            services.AddSingleton<IConfigurationStatus>(new Status("llmproxy.json", ["Llm:Provider is 'opnai'."])));
        using var client = gateway.Client();

        using var response = await client.GetAsync("/health/ready");
        var check = (await ReadAsync(response)).GetProperty("checks").GetProperty("configuration");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("degraded", check.GetProperty("state").GetString());
        Assert.Equal("Llm:Provider is 'opnai'.", check.GetProperty("data").GetProperty("errors")[0].GetString());
        Assert.Contains("2025-07-01 12:00:00Z", check.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ready_NoUsableCluster_Is503AndNamesTheMissingKey()
    {
        await using var gateway = await TestGateway.StartAsync(cluster: new LlmClusterModel
        {
            ClusterId = "a", Provider = ProviderNames.OpenAi, MissingKeys = ["OPENAI_API_KEY"],
        });
        using var client = gateway.Client();

        using var response = await client.GetAsync("/health/ready");
        var body = await ReadAsync(response);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("unready", body.GetProperty("status").GetString());
        var cluster = body.GetProperty("checks").GetProperty("clusters").GetProperty("data").GetProperty("a");
        Assert.Equal("missing_key", cluster.GetProperty("state").GetString());
        Assert.Equal("OPENAI_API_KEY", cluster.GetProperty("missing")[0].GetString());
    }

    [Fact]
    public async Task Ready_CheckThrows_FailsWithoutItsMessage()
    {
        await using var gateway = await TestGateway.StartAsync(services: services =>
            services.AddLlmHealthCheck("storage", _ => new Throwing()));
        using var client = gateway.Client();

        using var response = await client.GetAsync("/health/ready");
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("InvalidOperationException", text, StringComparison.Ordinal);
        Assert.DoesNotContain("password", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddLlmHealthCheck_SameNameTwice_KeepsTheFirst()
    {
        await using var gateway = await TestGateway.StartAsync(services: services => services
            .AddLlmHealthChecks()
            .AddLlmHealthCheck(LlmHealthChecks.Clusters, _ => new Throwing()));
        using var client = gateway.Client();

        using var response = await client.GetAsync("/health/ready");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Metrics_ScrapedWithHttpMetrics_HoldTheScrapeItself()
    {
        await using var gateway = await TestGateway.StartAsync(services: services =>
            services.AddSingleton(new TelemetryPlan(false, false, false, null, 1, HttpMetrics: true)));
        using var client = gateway.Client();

        using var response = await client.GetAsync("/metrics");
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Contains("# TYPE http_server_active_requests gauge\n", text, StringComparison.Ordinal);
        Assert.Contains("\nhttp_server_active_requests{", text, StringComparison.Ordinal);
        Assert.Contains("\ndotnet_gc_collections_total{", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/health/ready")]
    [InlineData("/metrics")]
    public async Task Guarded_ForeignHostWithoutKeySet_Is403InOpenAisShape(string path)
    {
        await using var gateway = await TestGateway.StartAsync();
        using var client = gateway.Client(Foreign);

        using var response = await client.GetAsync(path);
        var error = (await ReadAsync(response)).GetProperty("error");

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("permission_error", error.GetProperty("type").GetString());
        Assert.Equal("admin_loopback_only", error.GetProperty("code").GetString());
        Assert.Equal("false", response.Headers.GetValues("x-should-retry").Single());
    }

    [Theory]
    [InlineData("/health/ready")]
    [InlineData("/metrics")]
    public async Task Guarded_KeySet_AsksForIt(string path)
    {
        await using var gateway = await TestGateway.StartAsync(WithKey);
        using var client = gateway.Client();

        using var without = await client.GetAsync(path);
        client.DefaultRequestHeaders.Authorization = new("Bearer", "sesame");
        using var with = await client.GetAsync(path);

        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        Assert.Equal("Bearer", without.Headers.WwwAuthenticate.ToString());
        Assert.Equal(HttpStatusCode.OK, with.StatusCode);
    }

    [Theory]
    [InlineData("/health/ready", true, false)]
    [InlineData("/metrics", false, true)]
    public async Task Guarded_Opened_AnswersEverybody(string path, bool openHealth, bool openMetrics)
    {
        await using var gateway = await TestGateway.StartAsync(new LlmAccessModel
        {
            AdminKey = new Secret("sesame"), OpenHealth = openHealth, OpenMetrics = openMetrics,
        });
        using var client = gateway.Client(Foreign);

        using var opened = await client.GetAsync(path);
        using var other = await client.GetAsync(openHealth ? "/metrics" : "/health/ready");

        Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, other.StatusCode);
    }

    [Fact]
    public async Task Live_Anybody_Is200AndTellsNothing()
    {
        await using var gateway = await TestGateway.StartAsync(WithKey);
        using var client = gateway.Client(Foreign);

        using var response = await client.GetAsync("/health/live");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["status"], (await ReadAsync(response)).EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public async Task HealthVerb_RunningGateway_Is0()
    {
        await using var gateway = await TestGateway.StartAsync(WithKey);
        var output = new StringWriter();

        Assert.Equal(0, await HealthVerb.RunAsync(null, Environment(("urls", gateway.Address)), output));
        Assert.StartsWith("200 ", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HealthVerb_GuardedUrl_NeedsTheKeyOfTheEnvironment()
    {
        await using var gateway = await TestGateway.StartAsync(WithKey);
        var url = gateway.Address + "/health/ready";

        Assert.Equal(1, await HealthVerb.RunAsync(url, Environment(), TextWriter.Null));
        Assert.Equal(0, await HealthVerb.RunAsync(url, Environment(("LLMPROXY_ADMIN_KEY", "sesame")), TextWriter.Null));
    }

    [Fact]
    public async Task HealthVerb_NobodyThere_Is1()
    {
        string address;
        await using (var gateway = await TestGateway.StartAsync()) address = gateway.Address;
        var output = new StringWriter();

        Assert.Equal(1, await HealthVerb.RunAsync(null, Environment(("urls", address)), output));
        Assert.StartsWith("No answer: ", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://*:9000", "http://localhost:9000/health/live")]
    [InlineData("http://[::]:9000", "http://localhost:9000/health/live")]
    [InlineData("http://127.0.0.2:81;http://b:2", "http://127.0.0.2:81/health/live")]
    public void HealthVerb_DefaultUrl_IsWhereTheGatewayListens(string urls, string expected) =>
        Assert.Equal(expected, HealthVerb.DefaultUrl(Environment(("urls", urls))));

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;

    private static IConfiguration Environment(params (string Name, string Value)[] variables) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(variables.Select(v => KeyValuePair.Create<string, string?>(v.Name, v.Value)))
            .Build();

    private sealed record Status(string Source, IReadOnlyList<string> LastErrors) : IConfigurationStatus
    {
        public DateTimeOffset LoadedAt => new(2025, 7, 1, 12, 0, 0, TimeSpan.Zero);
    }

    private sealed class Throwing : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("password=hunter2");
    }
}
