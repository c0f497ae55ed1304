using System.Net;
using System.Text;
using LlmProxy.Exchange.Forwarding;
using LlmProxy.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.FunctionalTests.Failover;

/// <summary>Errors whose status comes, but whose body does not end: the status is known, and that must do.</summary>
public sealed class UnfinishedErrorTests
{
    private const string Whole = """{"model":"m","messages":[{"role":"user","content":"x"}]}""";
    private const string Streamed = """{"model":"m","stream":true,"messages":[{"role":"user","content":"x"}]}""";
    private const string Good = """{"id":"good","choices":[]}""";

    [Theory]
    [InlineData(500, "openai-compatible", Whole)]
    [InlineData(500, "openai-compatible", Streamed)]
    [InlineData(401, "openai-compatible", Whole)]
    [InlineData(529, "anthropic", Whole)]
    public async Task Error_NeverEnds_IsTriedElsewhere(int status, string kind, string request)
    {
        await using var stalling = await StallAsync(status, "{\"err");
        await using var good = await ScriptedProvider.StartAsync(Good);
        await using var gateway = await StartAsync(stalling.Address, good.Address, kind);

        using var response = await gateway.PostAsync("/v1/chat/completions", request);

        Assert.Equal(Good, await response.Content.ReadAsStringAsync());
        Assert.Equal("2", response.Headers.GetValues("x-llmproxy-attempts").Single());
    }

    [Theory]
    [InlineData(400, "openai-compatible", "invalid_request")]
    [InlineData(429, "openai-compatible", "rate_limit_exceeded")]
    [InlineData(503, "openai-compatible", "upstream_overloaded")]
    public async Task Error_NeverEndsAndNothingIsLeft_IsToldByItsStatus(int status, string kind, string code)
    {
        await using var stalling = await StallAsync(status, "{\"err");
        await using var gateway = await StartAsync(stalling.Address, second: null, kind);

        using var response = await gateway.PostAsync("/v1/chat/completions", Whole);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains($"\"code\":\"{code}\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Single(stalling.Requests);
    }

    [Fact]
    public async Task Error_IsCut_IsToldByItsStatus()
    {
        await using var cut = RawProvider.Start("HTTP/1.1 400 Bad Request\nContent-Type: application/json\nContent-Length: 100\n\n{\"err");
        await using var good = await ScriptedProvider.StartAsync(Good);
        await using var gateway = await StartAsync(cut.Address, good.Address);

        using var response = await gateway.PostAsync("/v1/chat/completions", Whole);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("\"code\":\"invalid_request\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(good.Requests);
    }

    [Fact]
    public async Task Error_LongAndNeverEnds_PassesWithinTheTimeLimits()
    {
        var beginning = new string('x', 70_000);
        await using var stalling = await StallAsync(500, beginning);
        await using var gateway = await TestGateway.StartAsync(
            FailoverConfig.Of(stalling.Address, second: null, """ "Timeouts": { "Idle": "00:00:00.200" } """));

        using var response = await gateway.PostAsync("/v1/chat/completions", Streamed);
        await using var body = await response.Content.ReadAsStreamAsync();
        var received = new MemoryStream();

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        // Cut, and not ended: it is not whole.
        await Assert.ThrowsAnyAsync<IOException>(() => body.CopyToAsync(received));
        Assert.Equal(beginning, Encoding.UTF8.GetString(received.ToArray()));
    }

    private static async Task<TestGateway> StartAsync(Uri first, Uri? second, string kind = "openai-compatible")
    {
        var gateway = await TestGateway.StartAsync(FailoverConfig.Of(first, second, kind: kind));
        gateway.Services.GetRequiredService<AnswerGate>().MaxErrorWait = TimeSpan.FromMilliseconds(200);
        return gateway;
    }

    private static Task<ScriptedProvider> StallAsync(int status, string beginning) => ScriptedProvider.StartAsync(async (context, _) =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(beginning);
        await context.Response.Body.FlushAsync();
        await Task.Delay(TimeSpan.FromMinutes(1), context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    });
}
