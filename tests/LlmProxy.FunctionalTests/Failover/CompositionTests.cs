using LlmProxy.FunctionalTests.Support;

namespace LlmProxy.FunctionalTests.Failover;

/// <summary>Retries, destinations and fallbacks together: what is tried, in which order, with which bytes.</summary>
public sealed class CompositionTests
{
    private const string Chat = """{ "model" : "big", "messages":[{"role":"user","content":"\u00e9 Hi"}] , "seed": 1e3, "not_known_yet": {"b":1, "a":2} }""";
    private const string Failure = """{"error":{"message":"no","type":"server_error","code":null}}""";

    [Fact]
    public async Task Post_TwoDestinationsThenAFallback_EachGetsItsTurnsAndTheSameBytes()
    {
        await using var one = await ScriptedProvider.StartAsync(Failure, 500);
        await using var two = await ScriptedProvider.StartAsync(Failure, 500);
        await using var last = await ScriptedProvider.StartAsync("""{"id":"1","model":"small","choices":[]}""");
        await using var gateway = await TestGateway.StartAsync(Config(one.Address, two.Address, last.Address, """
            "MaxAttempts": 3, "MaxPerDestination": 1, "BaseDelay": "00:00:00"
            """));

        var answer = await gateway.PostAsync("/v1/chat/completions", Chat);

        Assert.Equal("last", Header(answer, "x-llmproxy-cluster"));
        Assert.Equal("4", Header(answer, "x-llmproxy-attempts"));
        Assert.Equal(3, one.Requests.Count + two.Requests.Count);
        Assert.InRange(one.Requests.Count, 1, 2);
        Assert.All(one.Requests.Concat(two.Requests), request => Assert.Equal(Chat, request.Text));
        Assert.Equal(Chat.Replace("\"big\"", "\"small\"", StringComparison.Ordinal), last.Last.Text);
    }

    [Fact]
    public async Task Post_FailureWasSlow_IsNotTriedAtTheSameClusterAgain()
    {
        await using var one = await ScriptedProvider.StartAsync(Failure, 500);
        await using var two = await ScriptedProvider.StartAsync(Failure, 500);
        await using var last = await ScriptedProvider.StartAsync("""{"id":"1","model":"small","choices":[]}""");
        await using var gateway = await TestGateway.StartAsync(Config(one.Address, two.Address, last.Address, """
            "MaxAttempts": 3, "BaseDelay": "00:00:00", "SlowAfter": "00:00:00"
            """));

        var answer = await gateway.PostAsync("/v1/chat/completions", Chat);

        Assert.Equal("last", Header(answer, "x-llmproxy-cluster"));
        Assert.Equal(1, one.Requests.Count + two.Requests.Count);
    }

    [Fact]
    public async Task Post_TotalIsReached_NothingMoreIsTried()
    {
        await using var one = await ScriptedProvider.StartAsync(Failure, 500);
        await using var two = await ScriptedProvider.StartAsync(Failure, 500);
        await using var last = await ScriptedProvider.StartAsync("""{"id":"1","model":"small","choices":[]}""");
        await using var gateway = await TestGateway.StartAsync(Config(one.Address, two.Address, last.Address, """
            "MaxAttempts": 2, "MaxTotal": 2, "BaseDelay": "00:00:00"
            """));

        var answer = await gateway.PostAsync("/v1/chat/completions", Chat);

        Assert.Equal(500, (int)answer.StatusCode);
        Assert.Equal(Failure, await answer.Content.ReadAsStringAsync());
        Assert.Equal(2, one.Requests.Count + two.Requests.Count);
        Assert.Empty(last.Requests);
    }

    private static string Config(Uri one, Uri two, Uri last, string retry) => $$"""
        {
          "ReverseProxy": {
            "Routes": {
              "llm": { "ClusterId": "first", "Match": { "Path": "/v1/{**rest}" }, "Llm": { "Fallbacks": { "big": [ "small" ] }, "Retry": { {{retry}} } } }
            },
            "Clusters": {
              "first": {
                "Destinations": { "one": { "Address": "{{one}}" }, "two": { "Address": "{{two}}" } },
                "Llm": { "Provider": "openai-compatible", "Models": [ "big" ] }
              },
              "last": {
                "Destinations": { "d": { "Address": "{{last}}" } },
                "Llm": { "Provider": "openai-compatible", "Models": [ "small" ] }
              }
            }
          }
        }
        """;

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
