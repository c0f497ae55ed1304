using System.Text.Json.Nodes;
using LlmProxy.FunctionalTests.Support;
using LlmProxy.Host.Commands.Evaluations;
using Microsoft.Extensions.Configuration;

namespace LlmProxy.FunctionalTests.Prompts;

public sealed class EvaluationVerbTests
{
    [Fact]
    public async Task Replay_AnotherModel_PrintsTheTable()
    {
        await using var provider = await ScriptedProvider.StartAsync((context, request) =>
        {
            var model = (string?)JsonNode.Parse(request.Text)!["model"];
            context.Response.ContentType = "application/json";
            // Two of three words are the same: 2 · 2 / (3 + 3).
            var (answer, tokens) = model == "new" ? ("the dog sat", 4) : ("the cat sat", 3);
            return context.Response.WriteAsync($$$"""{"choices":[{"message":{"content":"{{{answer}}}"}}],"usage":{"prompt_tokens":7,"completion_tokens":{{{tokens}}}}}""");
        });
        await using var gateway = await EvaluationGateway.StartAsync(provider.Address, proxy: "\"Prices\": { \"Free\": [ \"*\" ] }");
        for (var i = 0; i < 3; i++)
            await gateway.AskAsync("""{"model":"old","stream":false,"messages":[{"role":"user","content":"Tell"}]}""");
        var file = await ExportAsync(gateway, 3, """{"type":"request","request_id":"X","time":"2026-11-21T12:00:00Z","endpoint":"/v1/chat/completions"}""");
        var results = Path.Combine(gateway.Store, "results.jsonl");

        var (code, output, progress) = await RunAsync("replay", file, "--model", "new", "--url", gateway.Gateway.Address.ToString(), "--parallel", "2", "--out", results);

        Assert.True(code == 0, output + progress);
        Assert.Matches("(?m)^requests +3 +3$", output);
        Assert.Matches("(?m)^errors +0 +0$", output);
        Assert.Matches("(?m)^input tokens +21 +21$", output);
        Assert.Matches("(?m)^output tokens +9 +12$", output);
        Assert.Matches("(?m)^cost, US dollars +0 +0$", output);
        Assert.Matches("(?m)^answer, characters +11 +11$", output);
        Assert.Matches("(?m)^similarity +0.67 of 3$", output);
        Assert.Contains("1 requests were skipped", output, StringComparison.Ordinal);
        Assert.All(File.ReadAllLines(results), line => Assert.Equal("the dog sat", (string?)JsonNode.Parse(line)!["answer"]));
        Assert.Equal(3, File.ReadAllLines(results).Length);
        Assert.Equal(6, provider.Requests.Count);
    }

    [Fact]
    public async Task Replay_AnotherVersion_GetsTheWordsAndVariablesOfTheRecordedOne()
    {
        await using var provider = await ScriptedProvider.StartAsync("""{"choices":[{"message":{"content":"Yes"}}]}""");
        var folder = Directory.CreateTempSubdirectory("llmproxy-prompts-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "greet"));
        foreach (var version in new[] { "v1", "v2" })
            await File.WriteAllTextAsync(Path.Combine(folder, "greet", version + ".md"), $"---\nvariables:\n  name: {{ type: string }}\n---\n{version} serves {{{{name}}}}.\n");
        await using var gateway = await EvaluationGateway.StartAsync(
            provider.Address, "\"Enabled\": true, \"Content\": true", prompts: $", \"Folder\": {JsonValue.Create(folder).ToJsonString()}");
        var (id, _) = await gateway.AskAsync("""{"model":"m","messages":[{"role":"user","content":"Hi, bob@example.org"}],"prompt":{"id":"greet","version":"v1","variables":{"name":"Ann"}}}""");
        var line = Assert.Single(await gateway.ExportAsync(1, "?prompt=greet&version=v1"));
        using var said = await gateway.Gateway.PostAsync("/v1/feedback", $$"""{"request_id":"{{id}}","rating":4}""");
        Assert.True(said.IsSuccessStatusCode);
        var file = await ExportAsync(gateway, 1);

        var (code, output, progress) = await RunAsync("replay", file, "--prompt", "greet@v2", "--url", gateway.Gateway.Address.ToString());

        Assert.True(code == 0, output + progress);
        Assert.Contains("v1 serves Ann.", provider.Requests.First().Text, StringComparison.Ordinal);
        Assert.Contains("v2 serves Ann.", provider.Last.Text, StringComparison.Ordinal);
        Assert.Contains("Hi, [REDACTED_EMAIL]", provider.Last.Text, StringComparison.Ordinal);
        // The template is not among what is recorded.
        Assert.DoesNotContain("serves", line.ToJsonString(), StringComparison.Ordinal);
        Assert.Matches("(?m)^rating +4.00 of 1 +-$", output);
        var both = await gateway.ExportAsync(2);
        Assert.Equal(["v1", "v2"], both.Select(one => (string?)one["version"]));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Replay_AllFail_Is1AndSaysHow()
    {
        await using var provider = await ScriptedProvider.StartAsync("""{"error":{"message":"no","code":"model_not_found"}}""", 404);
        await using var gateway = await EvaluationGateway.StartAsync(provider.Address);
        await gateway.AskAsync("""{"model":"m","messages":[{"role":"user","content":"Tell"}]}""");
        var file = await ExportAsync(gateway, 1);

        var (code, output, _) = await RunAsync("replay", file, "--model", "new", "--url", gateway.Gateway.Address.ToString());

        Assert.Equal(1, code);
        Assert.Matches("(?m)^errors +1 +1$", output);
        Assert.Contains("error 404 model_not_found: 1", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_NobodyListens_Is1()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, """{"type":"request","request_id":"X","time":"2026-11-21T12:00:00Z","endpoint":"/v1/chat/completions","outcome":"completed","request":{"messages":[]}}""" + "\n");

            var (code, output, _) = await RunAsync("replay", file, "--model", "new", "--url", "http://127.0.0.1:1");

            Assert.Equal(1, code);
            Assert.Contains("error ConnectionError: 1", output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Export_Files_NeedNoGateway()
    {
        await using var provider = await ScriptedProvider.StartAsync("""{"choices":[{"message":{"content":"Yes"}}]}""");
        await using var gateway = await EvaluationGateway.StartAsync(provider.Address);
        var (id, _) = await gateway.AskAsync("""{"model":"m","messages":[]}""");
        await gateway.ExportAsync(1);
        await gateway.StopAsync();

        var (code, output, progress) = await RunAsync("export", "--folder", Path.Combine(gateway.Store, "evaluations"), "--from", "2026-01-01");

        Assert.Equal(0, code);
        Assert.Equal(id, (string?)JsonNode.Parse(Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)))!["request_id"]);
        Assert.Equal("1 requests", progress.Trim());
    }

    [Theory]
    [InlineData(2, "Say 'evaluations export'")]
    [InlineData(2, "'--limit' is not an option with a value.", "export", "--limit")]
    [InlineData(2, "'model' is not known here", "export", "--model", "m")]
    [InlineData(1, "There is no folder", "export", "--folder", "/nowhere/at/all")]
    [InlineData(1, "There is no file", "replay", "/nowhere/at/all", "--model", "m")]
    public async Task Verb_WrongArguments_AreToldWhy(int expected, string message, params string[] arguments)
    {
        var (code, _, progress) = await RunAsync(arguments);

        Assert.Equal(expected, code);
        Assert.StartsWith(message, progress, StringComparison.Ordinal);
    }

    private static async Task<string> ExportAsync(EvaluationGateway gateway, int count, string more = "")
    {
        var file = Path.Combine(gateway.Store, "export.jsonl");
        await File.WriteAllLinesAsync(file, (await gateway.ExportAsync(count)).Select(line => line.ToJsonString()).Append(more));
        return file;
    }

    private static async Task<(int Code, string Output, string Progress)> RunAsync(params string[] arguments)
    {
        var (output, progress) = (new StringWriter(), new StringWriter());
        var code = await EvaluationsVerb.RunAsync(arguments, new ConfigurationBuilder().Build(), output, progress);
        return (code, output.ToString(), progress.ToString());
    }
}
