using System.Net;
using System.Text.Json;
using LlmProxy.FunctionalTests.Support;

namespace LlmProxy.FunctionalTests.Failover;

/// <summary>Providers that never come to an answer: alone each is told by its own code, and with another at hand nobody notices.</summary>
public sealed class ConnectionFaultTests
{
    /// <summary>Loopback's first port, where nobody listens.</summary>
    private const string Nobody = "http://127.0.0.1:1/";

    // A label has 63 octets at most (RFC 1035 2.3.4), so that the resolver says no without asking anyone.
    private static readonly string NoSuchName = $"http://{new string('a', 64)}.invalid/";

    [Fact]
    public Task Connection_Refused_IsConnectFailed() => IsAsync("connect_failed", new Uri(Nobody));

    [Fact]
    public Task Name_DoesNotResolve_IsDnsFailed() => IsAsync("dns_failed", new Uri(NoSuchName));

    [Fact]
    public async Task Tls_ToAPlainPort_IsTlsFailed()
    {
        await using var plain = await ScriptedProvider.StartAsync("{}");

        await IsAsync("tls_failed", new UriBuilder(plain.Address) { Scheme = "https" }.Uri);

        Assert.Empty(plain.Requests);
    }

    [Fact]
    public async Task Connection_ResetBeforeTheHead_IsUpstreamReset()
    {
        await using var provider = await ScriptedProvider.StartAsync((context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        await IsAsync("upstream_reset", provider.Address);
    }

    [Fact]
    public async Task Connection_ClosedBeforeTheHead_IsUpstreamReset()
    {
        await using var provider = RawProvider.Start("");

        await IsAsync("upstream_reset", provider.Address);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.6\n")]
    [InlineData("HTTP/1.1 two hundred\nContent-Length: 0\n\n")]
    [InlineData("HTTP/1.1 200 OK\nno header\n\n")]
    [InlineData("HTTP/1.1 200 OK\nContent-Type: applic")]
    public async Task Head_NotHttp_IsUpstreamReset(string answer)
    {
        await using var provider = RawProvider.Start(answer);

        await IsAsync("upstream_reset", provider.Address);
    }

    private static async Task IsAsync(string code, Uri provider)
    {
        await using var healthy = await HealthyProvider.StartAsync();
        await using var gateway = await TestGateway.StartAsync(Config(provider, healthy.Address));
        foreach (var stream in new[] { false, true })
        {
            var body = $$"""{"model":"m","stream":{{(stream ? "true" : "false")}},"stream_options":{"include_usage":true},"messages":[],"new_field":[1]}""";

            using var alone = await gateway.PostAsync("/alone/v1/chat/completions", body);
            using var error = JsonDocument.Parse(await alone.Content.ReadAsStringAsync());
            Assert.Equal((HttpStatusCode.BadGateway, code), (alone.StatusCode, error.RootElement.GetProperty("error").GetProperty("code").GetString()));
            Assert.Equal("1", Header(alone, "x-llmproxy-attempts"));

            using var saved = await gateway.PostAsync("/v1/chat/completions", body);
            Assert.Equal((HttpStatusCode.OK, "healthy", "2"), (saved.StatusCode, Header(saved, "x-llmproxy-cluster"), Header(saved, "x-llmproxy-attempts")));
            Assert.Contains(HealthyProvider.Text, await saved.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Equal(body, healthy.Last.Text);
        }
    }

    private static string Config(Uri broken, Uri healthy) => $$"""
        {
          "ReverseProxy": {
            "Routes": {
              "llm": {
                "ClusterId": "broken", "Match": { "Path": "/v1/{**rest}" },
                "Llm": { "Retry": { "MaxAttempts": 1 }, "Fallbacks": { "m": [ "m@healthy" ] } }
              },
              "alone": {
                "ClusterId": "broken", "Match": { "Path": "/alone/v1/{**rest}" },
                "Llm": { "Retry": { "MaxAttempts": 1, "OtherClusters": false } }
              }
            },
            "Clusters": {
              "broken": { "Destinations": { "a": { "Address": "{{broken}}" } }, "Llm": { "Provider": "openai-compatible", "Models": [ "m" ] } },
              "healthy": { "Destinations": { "a": { "Address": "{{healthy}}" } }, "Llm": { "Provider": "openai-compatible", "Models": [ "other" ] } }
            }
          }
        }
        """;

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
