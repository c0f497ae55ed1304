using System.Net;
using LlmProxy.FunctionalTests.Support;
using LlmProxy.Limits;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.FunctionalTests.Limits;

/// <summary>Two hundred clients at once against one limit, through the real gateway.</summary>
public sealed class ParallelLimitTests
{
    private const int Clients = 200;
    private const long Limit = 20_000;

    // The answer's bound is nearly all that is reserved, so that no count of the prompt lets one more in.
    private const string Chat = """{"model":"m","max_tokens":1000,"messages":[{"role":"user","content":"hi"}]}""";

    [Fact]
    public async Task TokensPerMinute_FixedTokensARequest_ExactlyAsManyPassAsFit()
    {
        var load = await RunAsync(usedEach: null);
        await using var probe = load.Probe;

        // Nothing was settled while they were let in: the quotient decides.
        Assert.Equal(Limit / load.AskedEach, load.Passed);
        Assert.Equal(load.Passed * load.AskedEach, load.Worst);
        Assert.True(load.Worst <= Limit);
        Assert.Equal(Clients - load.Passed, load.Refused);

        // Each used exactly what it had reserved; nobody holds anything any more.
        var tokens = probe.Limit<WindowLimit>(LimitScopes.Route, "llm");
        Assert.Equal(load.Passed * load.AskedEach, probe.Level(tokens));
        Assert.Equal((0, 0, 0), (tokens.Limiter.Open, probe.Gate.Read(tokens.Limiter.Reserved), probe.Gate.Held));
        // Those that were refused for tokens used up no request of their key.
        Assert.Equal(load.Passed, probe.Level(probe.Limit<WindowLimit>(LimitScopes.Key, "k")));
    }

    [Fact]
    public async Task TokensPerMinute_AnswersLongerThanReserved_OvershootIsWhatWasInFlight()
    {
        const long usedEach = 3_000;
        var load = await RunAsync(usedEach);
        await using var probe = load.Probe;

        var tokens = probe.Limit<WindowLimit>(LimitScopes.Route, "llm");
        var overshoot = probe.Level(tokens) - Limit;
        Assert.Equal((load.Passed * usedEach) - Limit, overshoot);
        Assert.True(overshoot <= load.Passed * (usedEach - load.AskedEach), $"{overshoot} over, with {load.Passed} in flight.");

        // The excess is debt: 18 or 19 times 3,000 take the rest of this window and one or two more.
        var windows = 0;
        for (; await StatusAsync(probe) == HttpStatusCode.TooManyRequests; windows++)
            probe.Advance(TimeSpan.FromMinutes(1));
        // What has to be paid off before the next request fits: level + asked over the limit, in whole windows.
        Assert.Equal(((load.Passed * usedEach) + load.AskedEach - 1) / Limit, windows);
    }

    private static async Task<HttpStatusCode> StatusAsync(LimitProbe probe)
    {
        using var response = await probe.Gateway.PostAsync("/v1/chat/completions", Chat, ("Authorization", "Bearer k"));
        // To the end: whoever leaves early is charged an estimate.
        await response.Content.ReadAsByteArrayAsync();
        return response.StatusCode;
    }

    /// <summary>Sends all at once; those that pass are held at the provider until all others are refused.</summary>
    private static async Task<Load> RunAsync(long? usedEach)
    {
        var step = new SemaphoreSlim(0);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var passed = 0;
        var worst = 0L;
        LimitProbe probe = null!;
        await using var provider = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            Interlocked.Increment(ref passed);
            var level = probe.Level(probe.Limit<WindowLimit>(LimitScopes.Route, "llm"));
            for (var seen = Volatile.Read(ref worst); seen < level; seen = Volatile.Read(ref worst))
                Interlocked.CompareExchange(ref worst, level, seen);
            step.Release();
            await release.Task;
            var used = usedEach ?? probe.Gate.Reservations()[0].Asked.Tokens;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync($$$"""
                {"id":"c","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}],
                 "usage":{"prompt_tokens":{{{used - 1}}},"completion_tokens":1,"total_tokens":{{{used}}}}}
                """);
        });
        probe = await LimitProbe.StartAsync(provider.Address, $"\"TokensPerMinute\": {Limit}", """ "RateLimits": { "Key": { "RequestsPerMinute": 1000 } } """);
        var refused = 0;
        var clients = Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            if (await StatusAsync(probe) != HttpStatusCode.TooManyRequests)
                return;
            Interlocked.Increment(ref refused);
            step.Release();
        })).ToArray();
        for (var i = 0; i < Clients; i++)
            Assert.True(await step.WaitAsync(TimeSpan.FromSeconds(120)), "A request neither passed nor was refused.");
        var asked = probe.Gate.Reservations().Select(one => one.Asked.Tokens).Distinct().Single();
        release.SetResult();
        await Task.WhenAll(clients);
        await probe.FreedAsync(passed);
        return new(probe, passed, refused, asked, worst);
    }

    private sealed record Load(LimitProbe Probe, int Passed, int Refused, long AskedEach, long Worst);
}
