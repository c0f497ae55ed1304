using LlmProxy.Core.Prompts;
using LlmProxy.FunctionalTests.Support;
using LlmProxy.FunctionalTests.Tenancy;
using LlmProxy.Prompts.Catalogue;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlmProxy.FunctionalTests.Prompts.Quality;

public class RollbackTests
{
    [Fact]
    public async Task Live_VersionWithSixTimesTheErrors_IsTakenBackWithinHundredRequests()
    {
        var logs = new LogCollector();
        await using var prompts = await JudgedGateway.StartAsync(configure: builder => builder.Logging.AddProvider(logs));
        // One of twenty fails.
        prompts.Fails = static number => number % 20 == 0;
        await prompts.SendAsync(120);
        await MakeLiveAsync(prompts, "v2");

        // Three of ten fail.
        prompts.Fails = static number => number % 10 is 1 or 4 or 7;
        await prompts.SendAsync(99);
        var before = await prompts.UntilAsync("/v1/prompts/chat/metrics", static _ => true);
        Assert.Equal("v2", (string?)before["live"]);
        await prompts.SendAsync(1);

        var after = await prompts.UntilAsync("/v1/prompts/chat/metrics", static json => (string?)json["live"] == "v1");
        Assert.Equal("v2", (string?)after["taken_back"]![0]);
        Assert.Equal(
            "v2 failed 30 of 100 requests (30 %), v1 6 of 120 (5 %): at least 2 times as often; chance does so less than once in a million times",
            (string?)after["last_reason"]);
        Assert.Null(after["trial"]);
        var last = prompts.Gateway.Services.GetRequiredService<IPromptDecisions>().History("chat")[^1];
        Assert.Equal((PromptAction.RolledBack, "v2", "gateway"), (last.Action, last.Version, last.Author));
        await logs.WaitForAsync("PromptRolledBack");
        Assert.Contains("version 'v2' is taken back, 'v1' answers again: v2 failed 30 of 100", logs.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("---\nvariables: { city: {} }\n---\nYou live in {{city}}.", "invalid_prompt_variables")]
    [InlineData("---\ncaller_system: refuse\n---\nYou are helpful.", "system_not_allowed")]
    public async Task Live_VersionThatRefusesItsCallers_IsTakenBack(string v2, string code)
    {
        const string Body = """{"model":"m","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"}]}""";
        await using var prompts = await JudgedGateway.StartAsync(v2: v2);
        await prompts.SendAsync(100, body: Body);
        await MakeLiveAsync(prompts, "v2");

        using (var refused = await prompts.Gateway.SendAsync("POST", "/v1/chat/completions", null, Body))
            Assert.Equal((code, "chat@v2"), (await refused.CodeAsync(), refused.Headers.GetValues("x-llmproxy-prompt").Single()));
        await prompts.SendAsync(99, body: Body);

        var after = await prompts.UntilAsync("/v1/prompts/chat/metrics", static json => (string?)json["live"] == "v1");
        Assert.StartsWith("v2 failed 100 of 100 requests (100 %), v1 0 of 100 (0 %)", (string?)after["last_reason"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Live_CallersWhoNameTheVersion_ForceNoRollback()
    {
        const string Live = """{"model":"m","messages":[{"role":"user","content":"Hi"}],"prompt":{"id":"chat"}}""";
        const string Named = """{"model":"m","messages":[{"role":"user","content":"Hi"}],"prompt":{"id":"chat","version":"v2"}}""";
        await using var prompts = await JudgedGateway.StartAsync(route: "");
        prompts.Fails = static number => number is > 100 and <= 250;
        await prompts.SendAsync(100, body: Live);
        await MakeLiveAsync(prompts, "v2");

        await prompts.SendAsync(150, body: Named);
        await prompts.SendAsync(1, body: Live);

        var after = await prompts.UntilAsync("/v1/prompts/chat/metrics", static json => (int?)json["data"]![1]!["metrics"]!["requests"] == 151);
        Assert.Equal(150, (int)after["data"]![1]!["metrics"]!["errors"]!);
        Assert.Equal(("v2", 1, 0), ((string?)after["live"], (int)after["trial"]!["requests"]!, (int)after["trial"]!["errors"]!));
    }

    [Fact]
    public async Task Metrics_TwoVersions_AreComparedWithIntervals()
    {
        await using var prompts = await JudgedGateway.StartAsync();
        prompts.Fails = static number => number == 1;
        await prompts.SendAsync(5);
        await MakeLiveAsync(prompts, "v2");
        await prompts.SendAsync(3);

        var json = await prompts.UntilAsync("/v1/prompts/chat/metrics", static json => (int)json["data"]![1]!["metrics"]!["requests"]! == 3);

        var (first, second) = (json["data"]![0]!, json["data"]![1]!);
        Assert.Equal(("v1", 5, 1), ((string?)first["version"], (int)first["metrics"]!["requests"]!, (int)first["metrics"]!["errors"]!));
        // Wilson: (0.2 + z²/10) / (1 + z²/5) ± z √(0.2 * 0.8 / 5 + z²/100) / (1 + z²/5) with z² = 3.8415: 0.36225 ± 0.31604... worked: 0.0362 to 0.6245.
        Assert.Equal(0.2, (double)first["metrics"]!["error_rate"]!["value"]!);
        Assert.Equal(0.0362, (double)first["metrics"]!["error_rate"]!["low"]!, 3);
        Assert.Equal(0.6245, (double)first["metrics"]!["error_rate"]!["high"]!, 3);
        Assert.Null(first["compared"]);
        Assert.Equal("v1", (string?)second["compared"]!["with"]);
        // 0 of 3 against 1 of 5: such a difference is no evidence of anything.
        Assert.Equal((-0.2, 1.0), ((double)second["compared"]!["error_rate"]!["difference"]!, (double)second["compared"]!["error_rate"]!["p_value"]!));
        Assert.Equal(30, (int)second["metrics"]!["input_tokens"]!["total"]!);
        Assert.Equal(("v2", "v1", 3), ((string?)json["trial"]!["version"], (string?)json["trial"]!["predecessor"], (int)json["trial"]!["requests"]!));
    }

    [Fact]
    public async Task Metrics_UnknownPrompt_IsNotFound()
    {
        await using var prompts = await JudgedGateway.StartAsync();

        using var response = await prompts.Gateway.SendAsync("GET", "/v1/prompts/none/metrics", null);

        Assert.Equal((404, "prompt_not_found"), ((int)response.StatusCode, await response.CodeAsync()));
    }

    internal static Task MakeLiveAsync(JudgedGateway prompts, string version) =>
        prompts.Gateway.Services.GetRequiredService<IPromptDecisions>().SetLiveAsync(new PromptId("chat", version), "ann", "try it");
}
