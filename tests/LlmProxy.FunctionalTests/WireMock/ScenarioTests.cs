using System.Net;
using System.Text.Json;

namespace LlmProxy.FunctionalTests.WireMock;

/// <summary>A provider that changes its mind between two requests.</summary>
[Collection(WireMockGroup.Name)]
public sealed class ScenarioTests(WireMockServer wireMock)
{
    [WireMockFact]
    public Task Limit_ThenNone_BothPass() => PassesAsync("openai-compatible", "limited", "rate_limit_exceeded");

    [WireMockFact]
    public Task Limit_ThenNone_BothPassTranslated() => PassesAsync("anthropic", "claude-limited", "rate_limit_error");

    private async Task PassesAsync(string kind, string model, string expected)
    {
        await using var gateway = await wireMock.GatewayAsync(kind);
        var body = $$"""{"model":"{{model}}","messages":[{"role":"user","content":"Hi"}]}""";

        using var first = await gateway.PostAsync("/v1/chat/completions", body);
        using var second = await gateway.PostAsync("/v1/chat/completions", body);

        Assert.Equal(HttpStatusCode.TooManyRequests, first.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(7), first.Headers.RetryAfter?.Delta);
        using var error = JsonDocument.Parse(await first.Content.ReadAsStringAsync());
        Assert.Contains(expected, error.RootElement.GetProperty("error").ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        using var answer = JsonDocument.Parse(await second.Content.ReadAsStringAsync());
        Assert.Equal("Free again", answer.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
    }
}
