using System.Net;
using LlmProxy.FunctionalTests.Support;

namespace LlmProxy.FunctionalTests.Tenancy;

/// <summary>Who gets in.</summary>
public sealed class KeyTests
{
    [Theory]
    [InlineData("Authorization", "Bearer " + KeyedGateway.A)]
    [InlineData("x-api-key", KeyedGateway.A)]
    [InlineData("api-key", KeyedGateway.A)]
    [InlineData("x-llmproxy-key", KeyedGateway.A)]
    public async Task Key_InAnyHeader_OpensAndStaysHere(string name, string value)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await KeyedGateway.BeforeAsync(provider);

        using var response = await gateway.PostAsync("/v1/chat/completions", KeyedGateway.Chat, (name, value));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain(provider.Last.Headers, header => header.Value.ToString().Contains(KeyedGateway.A, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Key_InTheQuery_OpensAndStaysHere()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await KeyedGateway.BeforeAsync(provider);

        using var response = await gateway.PostAsync($"/v1/chat/completions?api-key={KeyedGateway.A}", KeyedGateway.Chat);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("", provider.Last.Query);
    }

    [Theory]
    [InlineData(null, "needs a key")]
    [InlineData("key-of-nobody-000001", "not known")]
    [InlineData("llmp_0000000000000000000000000000000a", "typo")]
    public async Task Chat_WithoutAGoodKey_Is401WithoutRetry(string? key, string says)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await KeyedGateway.BeforeAsync(provider);

        using var response = await gateway.SendAsync("POST", "/v1/chat/completions", key, KeyedGateway.Chat);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("false", response.Headers.GetValues("x-should-retry").Single());
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        var error = (await response.JsonAsync())["error"]!;
        Assert.Equal("invalid_api_key", (string?)error["code"]);
        Assert.Contains(says, (string?)error["message"], StringComparison.Ordinal);
        Assert.Empty(provider.Requests);
    }

    [Fact]
    public async Task Messages_WithoutAKey_IsAnthropicShaped()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await KeyedGateway.BeforeAsync(provider);

        using var response = await gateway.SendAsync("POST", "/v1/messages", null, KeyedGateway.Chat);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("authentication_error", (string?)(await response.JsonAsync())["error"]!["type"]);
    }

    [Theory]
    [InlineData("/v1/models")]
    [InlineData("/v1/models/m")]
    [InlineData("/v1/files")]
    [InlineData("/v1/anything")]
    [InlineData("/openai/deployments/m/chat/completions?api-version=1")]
    public async Task EveryPath_WithoutAKey_Is401(string path)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await KeyedGateway.BeforeAsync(provider);

        using var response = await gateway.SendAsync("GET", path, null);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Empty(provider.Requests);
    }

    [Fact]
    public async Task Required_WithoutAnyKey_StaysClosed()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, proxy: "\"Keys\": { \"Required\": true }, \"AllowAnonymous\": true");

        using var response = await gateway.SendAsync("POST", "/v1/chat/completions", "whatever-it-may-be", KeyedGateway.Chat);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task StaticKey_WhoseVariableIsNotSet_ClosesAllTheSame()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(
            provider.Address, proxy: "\"Keys\": { \"Static\": [ { \"Name\": \"a\", \"Key\": \"${LLMPROXY_TEST_NOT_SET}\" } ] }");

        using var response = await gateway.SendAsync("POST", "/v1/chat/completions", null, KeyedGateway.Chat);
        using var health = await gateway.Client.GetAsync(new Uri("/health/ready", UriKind.Relative));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        var check = (await health.JsonAsync())["checks"]!["keys"]!;
        Assert.Equal("degraded", (string?)check["state"]);
        Assert.Contains("LLMPROXY_TEST_NOT_SET", (string?)check["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task StaticKey_ReplacedInTheFile_CountsWithoutARestart()
    {
        const string Next = "next-key-of-tenant-a";
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await KeyedGateway.BeforeAsync(provider);
        var config = await File.ReadAllTextAsync(gateway.ConfigFile);

        await File.WriteAllTextAsync(gateway.ConfigFile, config.Replace(KeyedGateway.A, Next, StringComparison.Ordinal));

        // The file is seen, read and applied in its own time.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        HttpStatusCode status;
        do
        {
            using var response = await gateway.SendAsync("POST", "/v1/chat/completions", Next, KeyedGateway.Chat);
            status = response.StatusCode;
        }
        while (status != HttpStatusCode.OK && !patience.IsCancellationRequested);
        using var former = await gateway.SendAsync("POST", "/v1/chat/completions", KeyedGateway.A, KeyedGateway.Chat);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(HttpStatusCode.Unauthorized, former.StatusCode);
    }

    [Fact]
    public async Task Page_OfTheWeb_WithAKey_MayCall()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await KeyedGateway.BeforeAsync(provider);

        using var response = await gateway.PostAsync(
            "/v1/chat/completions", KeyedGateway.Chat, ("Authorization", $"Bearer {KeyedGateway.A}"), ("Origin", "https://elsewhere.example"), ("Host", "llm.example"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Expired_StaticKey_Is401()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await KeyedGateway.BeforeAsync(provider, "\"Expires\": \"2020-01-01T00:00:00Z\"");

        using var response = await gateway.SendAsync("POST", "/v1/chat/completions", KeyedGateway.A, KeyedGateway.Chat);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains("expired", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tenant_Disabled_Is403()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(
            provider.Address, proxy: KeyedGateway.Keys() + ", \"Tenants\": { \"ta\": { \"Disabled\": true }, \"tb\": {} }");

        using var refused = await gateway.SendAsync("POST", "/v1/chat/completions", KeyedGateway.A, KeyedGateway.Chat);
        using var taken = await gateway.SendAsync("POST", "/v1/chat/completions", KeyedGateway.B, KeyedGateway.Chat);

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal("tenant_disabled", await refused.CodeAsync());
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
    }

    [Fact]
    public async Task CallersCluster_GetsTheProvidersKeyAndNeverTheGateways()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, "openai", "\"Credential\": \"Caller\"", KeyedGateway.Keys());

        using var both = await gateway.PostAsync(
            "/v1/chat/completions", KeyedGateway.Chat, ("Authorization", "Bearer sk-of-the-caller"), ("x-llmproxy-key", KeyedGateway.A));
        using var alone = await gateway.SendAsync("POST", "/v1/chat/completions", KeyedGateway.A, KeyedGateway.Chat);
        using var twice = await gateway.PostAsync(
            "/v1/chat/completions", KeyedGateway.Chat, ("Authorization", $"Bearer {KeyedGateway.A}"), ("x-llmproxy-key", KeyedGateway.A));

        Assert.Equal(HttpStatusCode.OK, both.StatusCode);
        Assert.Equal("Bearer sk-of-the-caller", provider.Requests.Single().Headers["Authorization"]);
        Assert.False(provider.Requests.Single().Headers.ContainsKey("x-llmproxy-key"));
        Assert.Equal("provider_key_required", await alone.CodeAsync());
        Assert.Equal("provider_key_required", await twice.CodeAsync());
    }

    [Theory]
    [InlineData("ann", HttpStatusCode.OK)]
    [InlineData("a\u0001b", HttpStatusCode.BadRequest)]
    [InlineData(null, HttpStatusCode.BadRequest)]
    public async Task User_InTheHeader_MustBePrintable(string? user, HttpStatusCode status)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await KeyedGateway.BeforeAsync(provider);

        using var response = await gateway.PostAsync(
            "/v1/chat/completions", KeyedGateway.Chat, ("Authorization", $"Bearer {KeyedGateway.A}"), ("x-llmproxy-user", user ?? new string('u', 257)));

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task Guesses_InBulk_LeaveNoLineEach()
    {
        using var log = new LogCollector();
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.StartAsync(
            TestGateway.Config(provider.Address, proxy: KeyedGateway.Keys()),
            builder =>
            {
                builder.Logging.SetMinimumLevel(LogLevel.Information);
                log.AddTo(builder);
            });

        for (var i = 0; i < 5; i++)
            using (await gateway.SendAsync("POST", "/v1/chat/completions", $"guess-number-{i}-0000000", KeyedGateway.Chat)) { }

        using (await gateway.SendAsync("POST", "/v1/chat/completions", KeyedGateway.A, KeyedGateway.Chat)) { }
        await log.WaitForAsync("RequestFinished");

        Assert.DoesNotContain("invalid_api_key", log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("guess-number", log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(KeyedGateway.A, log.Text, StringComparison.Ordinal);
        using var metrics = await gateway.Client.GetAsync(new Uri("/metrics", UriKind.Relative));
        Assert.Contains("llmproxy_callers_refused_total{llmproxy_reason=\"unknown\"} 5", await metrics.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
