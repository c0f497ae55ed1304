using System.Net;
using System.Text.Json;
using LlmProxy.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.FunctionalTests.Failover;

/// <summary>A failing destination is left alone, tried again, and given its traffic back.</summary>
public sealed class CircuitTests : IDisposable
{
    private const string Chat = """{"model":"m","messages":[{"role":"user","content":"Hi"}]}""";
    private const string Breaker = """
        "Breaker": { "ConsecutiveFailures": 2, "OpenFor": "00:10:00", "MaxOpenFor": "01:00:00", "Probes": 1, "RampUp": "00:00:00" }
        """;

    private readonly ShiftedClock _clock = new();
    private readonly LogCollector _log = new();
    private volatile int _status = 500;

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Post_DestinationFails_IsLeftAloneProbedAndUsedAgain()
    {
        await using var main = await AnswerAsync(() => _status);
        await using var spare = await AnswerAsync(() => 200);
        await using var gateway = await StartAsync(Config(main, spare, "\"Fallbacks\": { \"*\": [ \"m@spare\" ] }, "));

        // Each of the two fails over; then the circuit is open, and the first cluster is not asked any more.
        await PostAsync(gateway, 200, "spare", "2");
        await PostAsync(gateway, 200, "spare", "2");
        await PostAsync(gateway, 200, "spare", "1");
        Assert.Equal(2, main.Requests.Count);
        await _log.WaitForAsync("CircuitOpened");
        var health = await HealthAsync(gateway);
        Assert.Equal("degraded", health.GetProperty("status").GetString());
        Assert.Equal("circuits_open", Cluster(health, "main").GetProperty("state").GetString());
        Assert.Equal("open", Cluster(health, "main").GetProperty("circuits").GetProperty("a").GetProperty("state").GetString());

        // The probe fails: open for twice as long, and the request is answered all the same.
        _clock.Advance(TimeSpan.FromMinutes(10));
        await PostAsync(gateway, 200, "spare", "2");
        _clock.Advance(TimeSpan.FromMinutes(10));
        await PostAsync(gateway, 200, "spare", "1");
        Assert.Equal(3, main.Requests.Count);

        _clock.Advance(TimeSpan.FromMinutes(10));
        _status = 200;
        await PostAsync(gateway, 200, "main", "1");
        await _log.WaitForAsync("CircuitClosed");
        Assert.Equal("ok", (await HealthAsync(gateway)).GetProperty("checks").GetProperty("clusters").GetProperty("state").GetString());
    }

    [Fact]
    public async Task Post_AllCircuitsOpen_Is503ThatNamesTheSoonestAndSendsNothing()
    {
        await using var main = await AnswerAsync(() => 500);
        await using var spare = await AnswerAsync(() => 500);
        await using var gateway = await StartAsync(Config(main, spare, "\"Fallbacks\": { \"*\": [ \"m@spare\" ] }, "));
        await PostAsync(gateway, 500, "spare", "2");
        await PostAsync(gateway, 500, "spare", "2");

        using var answer = await gateway.PostAsync("/v1/chat/completions", Chat);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10));
        var error = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("error");
        Assert.Equal("no_available_destination", error.GetProperty("code").GetString());
        Assert.Contains("'main'", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Matches("again is that of cluster '(main|spare)', in [0-9]+ s", error.GetProperty("message").GetString());
        Assert.Equal("0", Header(answer, "x-llmproxy-attempts"));
        Assert.Equal((2, 2), (main.Requests.Count, spare.Requests.Count));
    }

    [Fact]
    public async Task Post_OneOfTwoDestinationsIsOpen_TheOtherGetsAll()
    {
        await using var bad = await AnswerAsync(() => 500);
        await using var good = await AnswerAsync(() => 200);
        await using var gateway = await StartAsync($$"""
            {
              "ReverseProxy": {
                "Routes": { "llm": { "ClusterId": "main", "Match": { "Path": "/v1/{**rest}" }, "Llm": {} } },
                "Clusters": {
                  "main": {
                    "LoadBalancingPolicy": "FirstAlphabetical",
                    "Destinations": { "a": { "Address": "{{bad.Address}}" }, "b": { "Address": "{{good.Address}}" } },
                    "Llm": { "Provider": "openai-compatible", "Models": [ "*" ], {{Breaker}} }
                  }
                }
              }
            }
            """);

        for (var i = 0; i < 5; i++)
        {
            using var answer = await gateway.PostAsync("/v1/chat/completions", Chat);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Equal((2, 5), (bad.Requests.Count, good.Requests.Count));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(422)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(402)]
    [InlineData(429)]
    public async Task Post_NotTheDestinationsFault_TouchesNoCircuit(int status)
    {
        await using var main = await AnswerAsync(() => status);
        await using var gateway = await StartAsync(Config(main, main, ""));

        for (var i = 0; i < 4; i++)
            await PostAsync(gateway, status, "main", "1");

        Assert.Equal(4, main.Requests.Count);
        Assert.DoesNotContain("is left alone", _log.Text, StringComparison.Ordinal);
    }

    private static async Task PostAsync(TestGateway gateway, int status, string cluster, string attempts)
    {
        using var answer = await gateway.PostAsync("/v1/chat/completions", Chat);
        Assert.Equal((status, cluster, attempts), ((int)answer.StatusCode, Header(answer, "x-llmproxy-cluster"), Header(answer, "x-llmproxy-attempts")));
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? values.Single() : null;

    private static async Task<JsonElement> HealthAsync(TestGateway gateway) =>
        JsonDocument.Parse(await gateway.Client.GetStringAsync(new Uri("/health/ready", UriKind.Relative))).RootElement;

    private static JsonElement Cluster(JsonElement health, string id) =>
        health.GetProperty("checks").GetProperty("clusters").GetProperty("data").GetProperty(id);

    private static Task<ScriptedProvider> AnswerAsync(Func<int> status) => ScriptedProvider.StartAsync((context, _) =>
    {
        context.Response.StatusCode = status();
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(status() == 200 ? """{"id":"c","choices":[]}""" : """{"error":{"message":"no","type":"t","code":null}}""");
    });

    private Task<TestGateway> StartAsync(string config) => TestGateway.StartAsync(config, builder =>
    {
        builder.Services.AddSingleton<TimeProvider>(_clock);
        _log.AddTo(builder);
    });

    private static string Config(ScriptedProvider main, ScriptedProvider spare, string route) => $$"""
        {
          "ReverseProxy": {
            "Routes": {
              "llm": { "ClusterId": "main", "Match": { "Path": "/v1/{**rest}" }, "Llm": { {{route}}"Retry": { "MaxAttempts": 1 } } }
            },
            "Clusters": {
              "main": { "Destinations": { "a": { "Address": "{{main.Address}}" } }, "Llm": { "Provider": "openai-compatible", "Models": [ "*" ], {{Breaker}} } },
              "spare": { "Destinations": { "a": { "Address": "{{spare.Address}}" } }, "Llm": { "Provider": "openai-compatible", "Models": [ "spare" ], {{Breaker}} } }
            }
          }
        }
        """;
}
