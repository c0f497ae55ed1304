using System.Net;
using LlmProxy.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.FunctionalTests.Failover;

/// <summary>Several keys for one provider: those that are refused or at a limit are not sent.</summary>
public sealed class KeyPoolTests : IDisposable
{
    private readonly ShiftedClock _clock = new();
    private readonly LogCollector _log = new();

    public void Dispose() => _log.Dispose();

    [Theory]
    [InlineData(401)]
    [InlineData(402)]
    public async Task Post_RefusedKey_AnotherAnswersTheSameRequestAndTheDeadOneRests(int status)
    {
        await using var provider = await StartAsync((context, key, _) => context.Response.StatusCode = key == "bad-key" ? status : 200);
        await using var gateway = await StartAsync(provider, "bad-key", "good-key");

        for (var i = 0; i < 6; i++)
            await PostAsync(gateway, 200);

        Assert.Single(Keys(provider), "bad-key");
        Assert.Equal(6, Keys(provider).Count(key => key == "good-key"));
        Assert.Equal(1, (await _log.WaitForAsync("KeyRefused"))["Key"]);
        var health = await gateway.Client.GetStringAsync(new Uri("/health/ready", UriKind.Relative));
        Assert.Contains("\"state\": \"dead\"", health, StringComparison.Ordinal);
        Assert.DoesNotContain("-key\"", health.Replace("missing_key", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("bad-key", _log.Text + health, StringComparison.Ordinal);

        _clock.Advance(TimeSpan.FromMinutes(1));
        await PostAsync(gateway, 200);
        await PostAsync(gateway, 200);
        Assert.Equal(2, Keys(provider).Count(key => key == "bad-key"));
    }

    [Fact]
    public async Task Post_KeyAtItsLimit_AnotherIsUsedForThatModelUntilTheWaitIsOver()
    {
        await using var provider = await StartAsync((context, key, model) =>
        {
            if (key != "k1" || model != "m")
                return;
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "600";
        });
        await using var gateway = await StartAsync(provider, "k1", "k2");

        for (var i = 0; i < 4; i++)
            await PostAsync(gateway, 200);
        Assert.Single(Keys(provider), "k1");

        for (var i = 0; i < 4; i++)
            await PostAsync(gateway, 200, "n");
        Assert.Equal(3, Keys(provider).Count(key => key == "k1"));

        _clock.Advance(TimeSpan.FromMinutes(10));
        for (var i = 0; i < 4; i++)
            await PostAsync(gateway, 200);
        Assert.Equal(4, Keys(provider).Count(key => key == "k1"));
    }

    [Fact]
    public async Task Post_AllKeysAtTheirLimits_TheProvidersOwnAnswerPasses()
    {
        await using var provider = await StartAsync((context, key, _) =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = key == "k1" ? "600" : "300";
        });
        await using var gateway = await StartAsync(provider, "k1", "k2");
        await PostAsync(gateway, 429);
        Assert.Equal(["k1", "k2"], Keys(provider).Order());

        // The one that is free first is asked, so that the client is told the shorter wait.
        using var answer = await gateway.PostAsync("/v1/chat/completions", Chat("m"));

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(300), answer.Headers.RetryAfter?.Delta);
        Assert.Equal("""{"id":"c","choices":[]}""", await answer.Content.ReadAsStringAsync());
        Assert.Equal("k2", Keys(provider)[^1]);
        Assert.Equal(3, provider.Requests.Count);
    }

    [Fact]
    public async Task Post_OneKeyHasMoreLeft_IsPreferred()
    {
        await using var provider = await StartAsync((context, key, _) =>
        {
            context.Response.Headers["x-ratelimit-limit-requests"] = "100";
            context.Response.Headers["x-ratelimit-remaining-requests"] = key == "k1" ? "5" : "80";
        });
        await using var gateway = await StartAsync(provider, "k1", "k2");

        for (var i = 0; i < 8; i++)
            await PostAsync(gateway, 200);

        Assert.Single(Keys(provider), "k1");
    }

    private static async Task PostAsync(TestGateway gateway, int status, string model = "m")
    {
        using var answer = await gateway.PostAsync("/v1/chat/completions", Chat(model));
        Assert.Equal(status, (int)answer.StatusCode);
        await answer.Content.ReadAsStringAsync();
    }

    private static string Chat(string model) => $$"""{"model":"{{model}}","messages":[]}""";

    private static List<string> Keys(ScriptedProvider provider) =>
        [.. provider.Requests.Select(request => request.Header("Authorization")!["Bearer ".Length..])];

    private static Task<ScriptedProvider> StartAsync(Action<HttpContext, string, string> answer) => ScriptedProvider.StartAsync((context, request) =>
    {
        context.Response.ContentType = "application/json";
        var model = request.Text.Contains("\"m\"", StringComparison.Ordinal) ? "m" : "n";
        answer(context, context.Request.Headers.Authorization.ToString()["Bearer ".Length..], model);
        return context.Response.WriteAsync("""{"id":"c","choices":[]}""");
    });

    private Task<TestGateway> StartAsync(ScriptedProvider provider, params string[] keys) => TestGateway.BeforeAsync(
        provider.Address,
        llm: $"\"ApiKeys\": [ {string.Join(", ", keys.Select(key => $"\"{key}\""))} ]",
        configure: builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(_clock);
            _log.AddTo(builder);
        });
}
