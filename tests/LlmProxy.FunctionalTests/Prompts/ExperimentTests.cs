using System.Net;
using System.Text.Json;
using LlmProxy.Failover.Shadow;
using LlmProxy.FunctionalTests.Failover;
using LlmProxy.Metering.Ledger;
using LlmProxy.Prompts.Quality;

namespace LlmProxy.FunctionalTests.Prompts;

/// <summary>Experiments in a live gateway.</summary>
public sealed class ExperimentTests
{
    private const string Chat = """{"model":"m","max_tokens":50,"messages":[{"role":"user","content":"Hi"}]}""";
    private const string V1 = "{{role \"system\"}}\nBe kind.";
    private const string V2 = "{{role \"system\"}}\nBe brief.";

    // The bucket of alice in general_chat_v2 is 5,121 (BucketsTests): with a share of 51.22 % she has the variant, with 51.21 % the control.
    [Theory]
    [InlineData("51.22", "alice", "v2", "Be brief.")]
    [InlineData("51.21", "alice", "v1", "Be kind.")]
    [InlineData("100", null, "v1", "Be kind.")]
    public async Task Experiment_OfVersions_PutsEachUserUnderItsOwn(string share, string? user, string version, string text)
    {
        await using var prompts = await StartAsync($$"""
            "general_chat_v2": { "Prompt": "chat", "Variants": { "v1": { "Version": "v1" }, "v2": { "Version": "v2", "Share": {{share}} } } }
            """, """ "Prompt": "chat" """);

        using var response = await prompts.Gateway.PostAsync("/v1/chat/completions", Chat, user is null ? [] : [("x-llmproxy-user", user)]);
        await response.Content.ReadAsStringAsync();

        Assert.Equal($"general_chat_v2={version}", response.Headers.GetValues("x-llmproxy-experiment").Single());
        Assert.Equal($"chat@{version}", response.Headers.GetValues("x-llmproxy-prompt").Single());
        Assert.Contains(text, prompts.Sent, StringComparison.Ordinal);
        var record = await RecordAsync(prompts, LedgerKind.Request);
        Assert.Equal([$"experiment:general_chat_v2={version}"], record.Tags);
    }

    [Theory]
    [InlineData("/v1/chat/completions", """{"model":"m","messages":[{"role":"user","content":"Hi"}]}""", "stopped=b")]
    [InlineData("/v1/chat/completions", """{"model":"m","messages":[{"role":"user","content":"Hi"}]}""", "words=b")]
    [InlineData("/v1/chat/completions", """{"model":"m","messages":[{"role":"user","content":"Hi"}],"prompt":{"id":"chat","version":"v1"}}""", "words=b")]
    [InlineData("/v1/embeddings", """{"model":"m","input":"Hi"}""", "words=b")]
    [InlineData("/v1/chat/completions", """{"model":"m","messages":[{"role":"user","content":"Hi"}],"prompt":{"id":"chat"}}""", null)]
    public async Task Tester_VariantThatTheRequestCannotGet_IsRefused(string path, string body, string? wish)
    {
        await using var prompts = await PromptGateway.StartAsync(
            proxy: """
                "Experiments": {
                  "words": { "Prompt": "chat", "Testers": [ "*" ], "Variants": { "a": { "Version": "v1" }, "b": { "Share": 0, "Version": "v1", "MaxTokens": 5 } } },
                  "stopped": { "Enabled": false, "Testers": [ "*" ], "Variants": { "a": {}, "b": { "Share": 0, "MaxTokens": 5 } } }
                }
                """,
            files: [("chat/v1", "Be brief.")]);

        if (wish is null)
        {
            await prompts.PostAsync(path, body, ("x-llmproxy-experiment", "words=b"));
            return;
        }

        var (status, code, _, message) = await prompts.RefusedAsync(path, body, ("x-llmproxy-experiment", wish));
        Assert.Equal((400, "invalid_header"), (status, code));
        Assert.Contains($"names '{wish}', which this request cannot get", message, StringComparison.Ordinal);
        Assert.Empty(prompts.Provider.Requests);
    }

    [Fact]
    public async Task Experiment_OfAModelWithoutAPrompt_SendsItsModelAndParameters()
    {
        await using var prompts = await StartAsync("""
            "size": { "Variants": { "now": {}, "large": { "Share": 100, "Model": "large", "Temperature": 0.25, "MaxTokens": 20 } } }
            """);

        using var response = await prompts.Gateway.PostAsync("/v1/chat/completions", Chat, ("x-llmproxy-user", "alice"));
        await response.Content.ReadAsStringAsync();
        using var sent = JsonDocument.Parse(prompts.Sent);

        Assert.Equal("size=large", response.Headers.GetValues("x-llmproxy-experiment").Single());
        Assert.Equal("large", response.Headers.GetValues("x-llmproxy-model").Single());
        Assert.Equal(
            ("large", 0.25, 20),
            (sent.RootElement.GetProperty("model").GetString(), sent.RootElement.GetProperty("temperature").GetDouble(), sent.RootElement.GetProperty("max_tokens").GetInt32()));
    }

    [Fact]
    public async Task Experiment_CallerNamesAVersion_IsInNone()
    {
        await using var prompts = await StartAsync(""" "e": { "Prompt": "chat", "Variants": { "v1": { "Version": "v1" }, "v2": { "Version": "v2", "Share": 100 } } } """);

        using var response = await prompts.Gateway.PostAsync("/v1/chat/completions", Chat, ("x-llmproxy-user", "alice"), ("x-llmproxy-prompt", "chat@v1"));

        Assert.Equal("chat@v1", response.Headers.GetValues("x-llmproxy-prompt").Single());
        Assert.False(response.Headers.Contains("x-llmproxy-experiment"));
    }

    [Fact]
    public async Task Experiment_WishOfNoTester_IsRefusedAndSentNowhere()
    {
        await using var prompts = await StartAsync("""
            "closed": { "Variants": { "now": {}, "large": { "Share": 0, "Model": "large" } } },
            "open": { "Testers": [ "*" ], "Variants": { "now": {}, "cold": { "Share": 0, "Temperature": 0 } } }
            """);

        var refused = await prompts.RefusedAsync("/v1/chat/completions", Chat, ("x-llmproxy-experiment", "closed=large"));
        Assert.Equal((403, "experiment_not_allowed"), (refused.Status, refused.Code));
        Assert.Empty(prompts.Provider.Requests);

        using var response = await prompts.Gateway.PostAsync("/v1/chat/completions", Chat, ("x-llmproxy-experiment", "open=cold"));
        Assert.Equal("closed=now, open=cold", response.Headers.GetValues("x-llmproxy-experiment").Single());
        Assert.Null(prompts.Provider.Last.Header("x-llmproxy-experiment"));
        // Testers and those who cannot be known again are not compared.
        Assert.Empty(prompts.Gateway.Services.GetRequiredService<PromptStats>().ReadVariants("open"));
        Assert.Empty(prompts.Gateway.Services.GetRequiredService<PromptStats>().ReadVariants("closed"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Experiment_Shadow_GetsACopyWhileTheControlAnswers(bool stream)
    {
        var body = stream ? Chat.Replace("\"max_tokens\"", "\"stream\":true,\"max_tokens\"", StringComparison.Ordinal) : Chat;
        await using var prompts = await StartAsync("""
            "next": { "Prompt": "chat", "Variants": { "v1": { "Version": "v1" }, "v2": { "Version": "v2", "Share": 100, "Model": "large", "Temperature": 0.5, "Shadow": true } } }
            """, """ "Prompt": "chat" """, await HedgingTests.GoodAsync());

        using var response = await prompts.Gateway.PostAsync("/v1/chat/completions", body, ("x-llmproxy-user", "alice"));
        await response.Content.ReadAsStringAsync();
        var shadow = await RecordAsync(prompts, LedgerKind.Shadow);
        var compared = await ComparedAsync(prompts);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(("next=v1", "chat@v1", "m"), (Header(response, "experiment"), Header(response, "prompt"), Header(response, "model")));
        var answered = Assert.Single(prompts.Provider.Requests, request => request.Text.Contains("Be kind.", StringComparison.Ordinal));
        var copy = Assert.Single(prompts.Provider.Requests, request => request.Text.Contains("Be brief.", StringComparison.Ordinal));
        Assert.Equal(2, prompts.Provider.Requests.Count);
        using var sent = JsonDocument.Parse(copy.Text);
        Assert.Equal(("large", 0.5), (sent.RootElement.GetProperty("model").GetString(), sent.RootElement.GetProperty("temperature").GetDouble()));
        Assert.Contains("\"m\"", answered.Text, StringComparison.Ordinal);

        Assert.Equal(("next=v2", "completed", "large"), (compared.Variant, compared.Shadow.Outcome, compared.Shadow.Model));
        Assert.Equal("chat@v2", shadow.Prompt);
        Assert.Equal(["experiment:next=v2"], shadow.Tags);
        var stats = prompts.Gateway.Services.GetRequiredService<PromptStats>();
        await UntilAsync(() => stats.ReadVariants("next").Count == 2);
        Assert.Equal([1L, 1L], stats.ReadVariants("next").Values.Select(tally => tally.Requests));
        // Callers have not had v2.
        Assert.Equal((1L, 0L), (stats.Read(new("chat", "v1")).Requests, stats.Read(new("chat", "v2")).Requests));
        await Flown.AssertNothingLeftAsync(prompts.Gateway);
    }

    [Fact]
    public async Task Experiments_AdminApi_ShowsThemWithWhatIsMissing()
    {
        await using var prompts = await StartAsync("""
            "z": { "Prompt": "chat", "Group": { "Name": "g", "To": 50 }, "Variants": { "v1": { "Version": "v1" }, "v9": { "Version": "v9", "Share": 12.5 } } },
            "a": { "Enabled": false, "Variants": { "now": { "Share": 10 }, "cold": { "Share": 10, "Temperature": 0, "Shadow": true } } }
            """);

        using var list = JsonDocument.Parse(await prompts.Gateway.Client.GetStringAsync("/v1/experiments"));
        using var one = JsonDocument.Parse(await prompts.Gateway.Client.GetStringAsync("/v1/experiments/z"));
        using var none = await prompts.Gateway.Client.GetAsync("/v1/experiments/y");

        Assert.Equal(["z", "a"], list.RootElement.GetProperty("data").EnumerateArray().Select(experiment => experiment.GetProperty("name").GetString()));
        Assert.Equal("The prompt 'chat' has no version 'v9'.", one.RootElement.GetProperty("problem").GetString());
        Assert.Equal("v1", one.RootElement.GetProperty("control").GetString());
        Assert.Equal([87.5m, 12.5m], one.RootElement.GetProperty("variants").EnumerateArray().Select(variant => variant.GetProperty("share").GetDecimal()));
        Assert.Equal(50m, one.RootElement.GetProperty("group").GetProperty("to").GetDecimal());
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    private static Task<PromptGateway> StartAsync(string experiments, string route = "", Support.ScriptedProvider? provider = null) =>
        PromptGateway.StartAsync(route, $"\"Experiments\": {{ {experiments} }}", provider, files: [("chat/v1", V1), ("chat/v2", V2)]);

    private static string Header(HttpResponseMessage response, string name) => response.Headers.GetValues("x-llmproxy-" + name).Single();

    private static async Task<LedgerRecord> RecordAsync(PromptGateway prompts, LedgerKind kind)
    {
        var store = prompts.Gateway.Services.GetRequiredService<ILedgerStore>();
        var patience = Task.Delay(TimeSpan.FromSeconds(30));
        while (!patience.IsCompleted)
        {
            await foreach (var record in store.ReadAsync(new LedgerQuery { Kind = kind }, CancellationToken.None))
                return record;
            await Task.Yield();
        }

        throw new InvalidOperationException("There is no record.");
    }

    private static async Task<ShadowComparison> ComparedAsync(PromptGateway prompts)
    {
        var ring = prompts.Gateway.Services.GetRequiredService<ShadowRing>();
        await UntilAsync(() => ring.Latest(null, 1).Count > 0);
        return ring.Latest(null, 1)[0];
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        var patience = Task.Delay(TimeSpan.FromSeconds(30));
        while (!isSo() && !patience.IsCompleted)
            await Task.Yield();
        Assert.True(isSo());
    }
}
