using System.Text.Json.Nodes;
using LlmProxy.FunctionalTests.Support;
using LlmProxy.FunctionalTests.Tenancy;
using LlmProxy.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlmProxy.FunctionalTests.Prompts.Quality;

/// <summary>A variant that fails, in a live gateway.</summary>
public sealed class BadVariantTests
{
    private const string Experiment = """
        "Experiments": { "e": {
          "Prompt": "chat", "Gates": { "MinRequests": 20 },
          "Variants": { "v1": { "Version": "v1" }, "v2": { "Version": "v2", "Share": 50 } } } }
        """;

    [Fact]
    public async Task Experiment_VariantThatFails_GoesToTheControlByItselfAndForGood()
    {
        var (store, logs) = (new MemoryStateStore(), new LogCollector());
        await using (var first = await StartAsync(store, logs))
        {
            first.FailsAt = static text => text.Contains("very helpful", StringComparison.Ordinal);
            Assert.Equal(["e=v1", "e=v2"], await SendAsync(first, 100));

            var shown = await first.UntilAsync("/v1/experiments/e", static json => json["variants"]![1]!["stopped"] is not null);
            var note = Assert.Single(shown["variants"]![1]!["history"]!.AsArray())!;
            Assert.Equal(("stopped", "gateway"), ((string?)note["action"], (string?)note["author"]));
            Assert.StartsWith("v2 failed ", (string?)note["reason"], StringComparison.Ordinal);
            await logs.WaitForAsync("ExperimentVariantStopped");
            Assert.Equal(["e=v1"], await SendAsync(first, 30));
        }

        await using var second = await StartAsync(store, logs);
        Assert.Equal(["e=v1"], await SendAsync(second, 30));

        using var resumed = await second.Gateway.SendAsync("POST", "/v1/experiments/e/resume", null, """{"variant":"v2","author":"ann"}""");
        Assert.Equal("resumed", (string?)(await resumed.JsonAsync())["variants"]![1]!["history"]![1]!["action"]);
        Assert.Equal(["e=v1", "e=v2"], await SendAsync(second, 30));
    }

    [Theory]
    [InlineData("e", """{"variant":"v2"}""", 409, "variant_not_stopped")]
    [InlineData("e", """{"variant":"v9"}""", 404, "variant_not_found")]
    [InlineData("e", "{}", 400, "invalid_value")]
    [InlineData("f", """{"variant":"v2"}""", 404, "experiment_not_found")]
    public async Task Resume_WrongRequest_IsRefused(string experiment, string body, int status, string code)
    {
        await using var prompts = await JudgedGateway.StartAsync(proxy: Experiment);

        using var response = await prompts.Gateway.SendAsync("POST", $"/v1/experiments/{experiment}/resume", null, body);

        Assert.Equal((status, code), ((int)response.StatusCode, await response.CodeAsync()));
    }

    private static Task<JudgedGateway> StartAsync(MemoryStateStore store, LogCollector logs) => JudgedGateway.StartAsync(proxy: Experiment, configure: builder =>
    {
        builder.Logging.AddProvider(logs);
        builder.Services.AddSingleton<IStateStore>(store);
    });

    /// <summary>Sends the requests of as many users.</summary>
    /// <returns>The variants that they had.</returns>
    private static async Task<IEnumerable<string>> SendAsync(JudgedGateway prompts, int users)
    {
        var variants = new SortedSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < users; i++)
        {
            var chat = new JsonObject { ["model"] = "m", ["user"] = $"u{i}", ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "Hi" }) };
            using var response = await prompts.Gateway.PostAsync("/v1/chat/completions", chat.ToJsonString());
            await response.Content.ReadAsByteArrayAsync();
            variants.Add(response.Headers.GetValues("x-llmproxy-experiment").Single());
        }

        return variants;
    }
}
