using System.Net;
using LlmProxy.FunctionalTests.Support;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace LlmProxy.FunctionalTests.Plugin;

/// <summary>YARP's balancing, health checks and affinity on LLM routes: for the route's own cluster, and for one that the model picks.</summary>
public sealed class YarpFeatureTests
{
    private const string OwnModel = "own-1";
    private const string PickedModel = "picked-1";

    [Theory]
    [InlineData(OwnModel)]
    [InlineData(PickedModel)]
    public async Task LoadBalancing_RoundRobin_Alternates(string model)
    {
        await using var a = await ScriptedProvider.StartAsync("{}");
        await using var b = await ScriptedProvider.StartAsync("{}");
        await using var host = await PluginHost.StartAsync(Config(model, a.Address, b.Address, """ "LoadBalancingPolicy": "RoundRobin" """));

        for (var i = 0; i < 6; i++)
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(host, model));

        Assert.Equal(3, a.Requests.Count);
        Assert.Equal(3, b.Requests.Count);
    }

    [Theory]
    [InlineData(OwnModel)]
    [InlineData(PickedModel)]
    public async Task PassiveHealth_DeadDestination_IsMarkedAndLeftOut(string model)
    {
        await using var live = await ScriptedProvider.StartAsync("{}");
        await using var host = await PluginHost.StartAsync(Config(model, live.Address, new Uri("http://127.0.0.1:1/"), """
            "LoadBalancingPolicy": "RoundRobin",
            "HealthCheck": { "Passive": { "Enabled": true, "Policy": "TransportFailureRate", "ReactivationPeriod": "01:00:00" } }
            """));

        // The policy judges a destination by its last requests, of which it wants ten: here every second one goes to the dead.
        List<HttpStatusCode> statuses = [];
        for (var i = 0; i < 32; i++)
            statuses.Add(await StatusAsync(host, model));

        Assert.Equal(10, statuses.Count(status => status == HttpStatusCode.BadGateway));
        Assert.All(statuses[^8..], status => Assert.Equal(HttpStatusCode.OK, status));
        var destinations = Cluster(host, model).DestinationsState;
        Assert.Equal("a", Assert.Single(destinations.AvailableDestinations).DestinationId);
        Assert.Equal(DestinationHealth.Unhealthy, destinations.AllDestinations.Single(destination => destination.DestinationId == "b").Health.Passive);
    }

    [Fact]
    public async Task PassiveHealth_NoDestinationLeft_Is503WithRetryAfter()
    {
        await using var host = await PluginHost.StartAsync(Config(PickedModel, new Uri("http://127.0.0.1:1/"), new Uri("http://127.0.0.1:1/"), """
            "LoadBalancingPolicy": "RoundRobin",
            "HealthCheck": {
              "AvailableDestinationsPolicy": "HealthyAndUnknown",
              "Passive": { "Enabled": true, "Policy": "TransportFailureRate", "ReactivationPeriod": "01:00:00" }
            }
            """));
        for (var i = 0; i < 20; i++)
            await StatusAsync(host, PickedModel);

        using var response = await host.ChatAsync(PickedModel);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("no_available_destination", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Theory]
    [InlineData(OwnModel)]
    [InlineData(PickedModel)]
    public async Task ActiveHealth_FailingDestination_GetsNoTraffic(string model)
    {
        await using var healthy = await ScriptedProvider.StartAsync("{}");
        await using var ill = await ScriptedProvider.StartAsync("{}", status: 500);
        await using var host = await PluginHost.StartAsync(Config(model, healthy.Address, ill.Address, """
            "LoadBalancingPolicy": "RoundRobin",
            "HealthCheck": { "Active": { "Enabled": true, "Interval": "01:00:00", "Path": "/health", "Policy": "ConsecutiveFailures" } },
            "Metadata": { "ConsecutiveFailuresHealthPolicy.Threshold": "1" }
            """));
        await ProbedAsync(host);

        for (var i = 0; i < 4; i++)
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(host, model));

        Assert.All(ill.Requests, request => Assert.Equal("/health", request.Path));
        Assert.NotEmpty(ill.Requests);
    }

    [Theory]
    [InlineData(OwnModel)]
    [InlineData(PickedModel)]
    public async Task SessionAffinity_Cookie_KeepsTheDestination(string model)
    {
        await using var a = await ScriptedProvider.StartAsync("{}");
        await using var b = await ScriptedProvider.StartAsync("{}");
        await using var host = await PluginHost.StartAsync(Config(model, a.Address, b.Address, """
            "LoadBalancingPolicy": "RoundRobin",
            "SessionAffinity": { "Enabled": true, "Policy": "Cookie", "AffinityKeyName": ".Test.Affinity" }
            """));

        using var first = await host.ChatAsync(model);
        var cookie = Assert.Single(first.Headers.GetValues("Set-Cookie")).Split(';')[0];
        for (var i = 0; i < 4; i++)
        {
            using var next = await host.ChatAsync(model, cookie);
            Assert.Equal(HttpStatusCode.OK, next.StatusCode);
        }

        Assert.StartsWith(".Test.Affinity=", cookie, StringComparison.Ordinal);
        Assert.Equal([0, 5], new[] { a.Requests.Count, b.Requests.Count }.Order());
        Assert.All(a.Requests.Concat(b.Requests), request => Assert.Null(request.Header("Cookie")));
    }

    [Fact]
    public async Task Transforms_OfTheRoute_HaveTheLastWord()
    {
        await using var a = await ScriptedProvider.StartAsync("{}");
        var config = Config(OwnModel, a.Address, a.Address, """ "LoadBalancingPolicy": "FirstAlphabetical" """).Replace(
            "\"Llm\": { \"Retry\"",
            "\"Transforms\": [ { \"RequestHeader\": \"X-Team\", \"Set\": \"blue\" }, { \"ResponseHeader\": \"X-Served\", \"Set\": \"here\" } ], \"Llm\": { \"Retry\"",
            StringComparison.Ordinal);
        await using var host = await PluginHost.StartAsync(config);

        foreach (var model in new[] { OwnModel, PickedModel })
        {
            using var response = await host.ChatAsync(model);
            Assert.Equal("blue", a.Last.Header("X-Team"));
            Assert.Equal("here", response.Headers.GetValues("X-Served").Single());
        }
    }

    /// <summary>Waits for the probes that YARP makes at its start; nothing tells of their end but a flag.</summary>
    private static async Task ProbedAsync(PluginHost host)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var monitor = host.Services.GetRequiredService<IActiveHealthCheckMonitor>();
        while (!monitor.InitialProbeCompleted)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(PluginHost host, string model)
    {
        using var response = await host.ChatAsync(model);
        return response.StatusCode;
    }

    private static ClusterState Cluster(PluginHost host, string model)
    {
        Assert.True(host.Proxy.TryGetCluster(model == OwnModel ? "own" : "picked", out var cluster));
        return cluster;
    }

    /// <summary>Two clusters with the same two destinations, <c>a</c> and <c>b</c>; only the one that a test's model goes to has the settings.</summary>
    private static string Config(string model, Uri a, Uri b, string settings) => $$"""
        {
          "ReverseProxy": {
            "Routes": { "llm": { "ClusterId": "own", "Match": { "Path": "/v1/{**rest}" }, "Llm": { "Retry": { "MaxAttempts": 1 } } } },
            "Clusters": {
              "own": { {{Destinations(a, b)}},{{(model == OwnModel ? settings + "," : "")}} "Llm": { "Provider": "openai-compatible", "Models": [ "own-*" ], "Breaker": { "Enabled": false } } },
              "picked": { {{Destinations(a, b)}},{{(model == PickedModel ? settings + "," : "")}} "Llm": { "Provider": "openai-compatible", "Models": [ "picked-*" ], "Breaker": { "Enabled": false } } }
            }
          }
        }
        """;

    private static string Destinations(Uri a, Uri b) =>
        $$"""
        "Destinations": { "a": { "Address": "{{a}}" }, "b": { "Address": "{{b}}" } }
        """;
}
