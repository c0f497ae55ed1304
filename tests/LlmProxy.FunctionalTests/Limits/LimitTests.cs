using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using LlmProxy.FunctionalTests.Support;
using LlmProxy.Limits;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.FunctionalTests.Limits;

public sealed class LimitTests
{
    private const string Chat = """{"model":"m","max_tokens":100,"messages":[{"role":"user","content":"hi"}]}""";
    private const string Answer = """{"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":8,"completion_tokens":2,"total_tokens":10}}""";

    [Fact]
    public async Task Key_SixtyRequests_TheNextIsTold429AndWhen()
    {
        await using var provider = await ScriptedProvider.StartAsync(Answer);
        await using var probe = await LimitProbe.StartAsync(provider.Address);
        for (var i = 59; i >= 0; i--)
        {
            using var passed = await SendAsync(probe);
            Assert.Equal(HttpStatusCode.OK, passed.StatusCode);
            Assert.Equal(("60", $"{i}", "1m0s"), Requests(passed));
        }

        probe.Advance(TimeSpan.FromSeconds(17.25));
        using var refused = await SendAsync(probe);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(("60", "0", "42.75s"), Requests(refused));
        Assert.Equal("43", Header(refused, "Retry-After"));
        Assert.Equal("42750", Header(refused, "retry-after-ms"));
        var error = JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["error"]!;
        Assert.Equal("rate_limit_exceeded", (string?)error["code"]);
        Assert.Equal(
            "The limit of 60 requests per minute for key 'k' is reached: 60 used or reserved, 1 asked. Try again in 42.75s.", (string?)error["message"]);
        using var other = await SendAsync(probe, key: "other");
        Assert.Equal(("60", "59", "1m0s"), Requests(other));

        probe.Advance(TimeSpan.FromSeconds(42.75));
        using var again = await SendAsync(probe);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task Open_NoKeyAndNoLimits_NothingIsCountedOrTold()
    {
        await using var provider = await ScriptedProvider.StartAsync((context, _) =>
        {
            context.Response.Headers["x-ratelimit-remaining-requests"] = "5";
            return context.Response.WriteAsync(Answer);
        });
        await using var probe = await LimitProbe.StartAsync(provider.Address);
        using var response = await probe.Gateway.PostAsync("/v1/chat/completions", Chat);
        Assert.DoesNotContain(response.Headers, header => header.Key.StartsWith("x-ratelimit", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("answer")]
    [InlineData("error")]
    [InlineData("cut")]
    [InlineData("gone")]
    [InlineData("refused")]
    [InlineData("gone while reading")]
    public async Task ConcurrentRequests_WhateverTheEnd_PlaceIsGivenBackOnce(string end)
    {
        using var leaving = new CancellationTokenSource();
        await using var provider = await ScriptedProvider.StartAsync((context, _) => EndAsync(context, end, leaving));
        await using var probe = await LimitProbe.StartAsync(provider.Address, "\"ConcurrentRequests\": 2");
        for (var i = 0; i < 3; i++)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
                {
                    Content = new StringContent(Chat.Replace("\"m\"", "\"m\",\"stream\":true", StringComparison.Ordinal)),
                };
                request.Content.Headers.ContentType = new("application/json");
                using var response = await probe.Gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leaving.Token);
                await response.Content.ReadAsStringAsync(leaving.Token);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
            {
                // That is how these end.
            }

            if (!leaving.IsCancellationRequested || i == 0)
                await probe.FreedAsync(1);
        }

        Assert.Equal(0, probe.Limit<PlaceLimit>(LimitScopes.Route, "llm").Taken);
        Assert.Equal(0, probe.Gate.Held);
    }

    [Fact]
    public async Task ConcurrentRequests_AllTaken_OthersLoseNoOtherLimit()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            arrived.SetResult();
            await release.Task;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(Answer);
        });
        await using var probe = await LimitProbe.StartAsync(provider.Address, "\"ConcurrentRequests\": 1, \"TokensPerMinute\": 100000");
        var first = SendAsync(probe);
        await arrived.Task;
        var (tokens, requests) = (probe.Limit<WindowLimit>(LimitScopes.Route, "llm"), probe.Limit<WindowLimit>(LimitScopes.Key, "k"));
        var held = probe.Level(tokens);

        using var refused = await SendAsync(probe);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("1", Header(refused, "Retry-After"));
        Assert.Equal((held, 1), (probe.Level(tokens), probe.Level(requests)));
        var report = JsonNode.Parse(await probe.Gateway.Client.GetStringAsync("/v1/admin/limits"))!;
        Assert.Equal(
            ["concurrent_requests of route 'llm': 1/1", "requests_per_minute of key 'k': 1/60", $"tokens_per_minute of route 'llm': {held}/100000"],
            report["limits"]!.AsArray().Select(one => $"{one!["kind"]} of {one["scope"]} '{one["name"]}': {one["used"]}/{one["limit"]}").Order());
        var holder = Assert.Single(report["held"]!.AsArray())!;
        Assert.Equal(("k", held), ((string?)holder["key"], (long)holder["tokens"]!));
        release.SetResult();
        using var answer = await first;
        await answer.Content.ReadAsStringAsync();
        await probe.FreedAsync(1);
        Assert.Equal((10, 1), (probe.Level(tokens), probe.Level(requests)));
    }

    [Fact]
    public async Task TokensPerMinute_RequestThatNeverFits_IsToldNotToRetry()
    {
        await using var provider = await ScriptedProvider.StartAsync(Answer);
        await using var probe = await LimitProbe.StartAsync(provider.Address, "\"TokensPerMinute\": 50");
        using var refused = await SendAsync(probe);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("false", Header(refused, "x-should-retry"));
        Assert.Null(Header(refused, "Retry-After"));
        Assert.StartsWith(
            "Request too large for the limit of 50 tokens per minute for route 'llm'",
            (string?)JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["error"]!["message"], StringComparison.Ordinal);
        Assert.Empty(provider.Requests);
    }

    [Fact]
    public async Task Limits_UserTenantAndModel_EachHoldsForItsOwn()
    {
        await using var provider = await ScriptedProvider.StartAsync(Answer);
        await using var probe = await LimitProbe.StartAsync(provider.Address, proxy: """
            "Tenants": { "acme": { "Limits": { "RequestsPerMinute": 3 } } },
            "RateLimits": {
              "Key": { "RequestsPerMinute": 100 }, "User": { "RequestsPerMinute": 2 }, "Tenant": { "RequestsPerMinute": 50 },
              "Models": { "m*": { "RequestsPerMinute": 5 } }
            }
            """);
        int[] statuses =
        [
            await Status("acme", "bob"), await Status("acme", "bob"), await Status("acme", "bob"), // two of one user
            await Status("acme", "eve"), await Status("acme", "eve"), // three of one tenant
            await Status("other", "bob"), await Status("other", "eve"), // its user of the same name is another one
            await Status("other", "joe"), // five of one model
        ];
        Assert.Equal([200, 200, 429, 200, 429, 200, 200, 429], statuses);

        async Task<int> Status(string tenant, string user)
        {
            using var response = await probe.Gateway.PostAsync(
                "/v1/chat/completions", Chat, ("Authorization", "Bearer k"), ("tenant", tenant), ("user", user));
            return (int)response.StatusCode;
        }
    }

    [Fact]
    public async Task Models_AnsweredByTheGateway_CountAsRequests()
    {
        await using var provider = await ScriptedProvider.StartAsync(Answer);
        await using var probe = await LimitProbe.StartAsync(
            provider.Address, "\"TokensPerMinute\": 1000", """ "RateLimits": { "Key": { "RequestsPerMinute": 2 } } """);
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 3; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models") { Headers = { { "Authorization", "Bearer k" } } };
            using var response = await probe.Gateway.Client.SendAsync(request);
            statuses.Add(response.StatusCode);
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests], statuses);
        Assert.Equal(0, probe.Level(probe.Limit<WindowLimit>(LimitScopes.Route, "llm")));
    }

    [Fact]
    public async Task Queue_PlaceTaken_NextWaitsAndPasses()
    {
        var release = new SemaphoreSlim(0);
        var arrived = new SemaphoreSlim(0);
        await using var provider = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            arrived.Release();
            await release.WaitAsync();
            await context.Response.WriteAsync(Answer);
        });
        await using var probe = await LimitProbe.StartAsync(
            provider.Address, "\"ConcurrentRequests\": 1", """ "RateLimits": { "Queue": { "Enabled": true, "MaxWait": "00:02:00" } } """);
        var both = new[] { SendAsync(probe), SendAsync(probe) };
        await arrived.WaitAsync();
        Assert.Equal(1, probe.Limit<PlaceLimit>(LimitScopes.Route, "llm").Taken);
        release.Release();
        // Only when the first is through does the second arrive.
        await arrived.WaitAsync();
        Assert.Equal(2, provider.Requests.Count);
        release.Release();
        foreach (var response in await Task.WhenAll(both))
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            response.Dispose();
        }

        await probe.FreedAsync(2);
        Assert.Equal(0, probe.Gate.Held);
    }

    [Fact]
    public async Task Realtime_SocketOpen_HoldsItsPlaceUntilItCloses()
    {
        await using var provider = await ScriptedProvider.StartUnreadAsync(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await socket.ReceiveAsync(new byte[16], CancellationToken.None);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        });
        await using var probe = await LimitProbe.StartAsync(provider.Address, "\"ConcurrentRequests\": 1");
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(probe.Gateway.Address) { Scheme = "ws", Path = "/v1/realtime", Query = "model=m" }.Uri, CancellationToken.None);
        Assert.Equal(1, probe.Limit<PlaceLimit>(LimitScopes.Route, "llm").Taken);

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);

        await probe.FreedAsync(1);
        Assert.Equal(0, probe.Limit<PlaceLimit>(LimitScopes.Route, "llm").Taken);
    }

    private static async Task EndAsync(HttpContext context, string end, CancellationTokenSource leaving)
    {
        switch (end)
        {
            case "error":
                context.Response.StatusCode = 500;
                return;
            case "refused":
                context.Response.StatusCode = 400;
                await context.Response.WriteAsync("""{"error":{"message":"no"}}""");
                return;
            case "gone":
                await leaving.CancelAsync();
                await context.RequestAborted.WhenCancelledAsync();
                return;
        }

        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync("data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n");
        await context.Response.Body.FlushAsync();
        if (end == "cut")
        {
            context.Abort();
        }
        else if (end == "gone while reading")
        {
            await leaving.CancelAsync();
            await context.RequestAborted.WhenCancelledAsync();
        }
        else
        {
            await context.Response.WriteAsync("data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
        }
    }

    private static Task<HttpResponseMessage> SendAsync(LimitProbe probe, string key = "k") =>
        probe.Gateway.PostAsync("/v1/chat/completions", Chat, ("Authorization", $"Bearer {key}"));

    private static (string?, string?, string?) Requests(HttpResponseMessage response) => (
        Header(response, "x-ratelimit-limit-requests"), Header(response, "x-ratelimit-remaining-requests"), Header(response, "x-ratelimit-reset-requests"));

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.Single() : null;
}
