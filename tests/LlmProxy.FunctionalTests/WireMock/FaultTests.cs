using System.Net;
using System.Text.Json;
using LlmProxy.FunctionalTests.Support;

namespace LlmProxy.FunctionalTests.WireMock;

/// <summary>A provider whose connection breaks, below anything that HTTP could say.</summary>
[Collection(WireMockGroup.Name)]
public sealed class FaultTests(WireMockServer wireMock)
{
    [WireMockFact]
    public Task Connection_ResetBeforeHeaders_Is502() => IsBadGatewayAsync("reset", "upstream_reset");

    [WireMockFact]
    public Task Connection_ClosedBeforeHeaders_Is502() => IsBadGatewayAsync("empty", "upstream_reset");

    [WireMockFact]
    public Task Answer_NotHttp_Is502() => IsBadGatewayAsync("random", "upstream_reset");

    [WireMockFact]
    public Task Answer_FirstChunkMalformed_Is502() => IsBadGatewayAsync("malformed-chunk", "upstream_truncated");

    private async Task IsBadGatewayAsync(string model, string code)
    {
        await using var gateway = await wireMock.GatewayAsync();

        foreach (var stream in new[] { false, true })
        {
            using var response = await PostAsync(gateway, model, stream);

            Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
            Assert.False(response.Headers.Contains("x-should-retry"));
            using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            var error = body.RootElement.GetProperty("error");
            Assert.Equal(("upstream_error", code), (error.GetProperty("type").GetString(), error.GetProperty("code").GetString()));
        }

        await AnswersAsync(gateway);
    }

    /// <summary>The gateway lives on, and so does its connection pool.</summary>
    private static async Task AnswersAsync(TestGateway gateway)
    {
        using var response = await PostAsync(gateway, "delayed", stream: false);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("Late, but whole", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> PostAsync(TestGateway gateway, string model, bool stream) =>
        gateway.PostAsync("/v1/chat/completions", $$"""{"model":"{{model}}","stream":{{(stream ? "true" : "false")}},"messages":[]}""");
}
