using System.Text.RegularExpressions;
using LlmProxy.Exchange.Filters;
using LlmProxy.FunctionalTests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.FunctionalTests.Exchange;

/// <summary>The filter that the documentation shows does in a host what is said of it.</summary>
public sealed partial class FilterExampleTests
{
    private const string Finish = "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    private const string Done = "data: [DONE]\n\n";

    [Fact]
    public async Task AnswerCap_TextWithinTheCap_ArrivesWhole()
    {
        var half = Text('a', 1_000);
        Assert.Equal(half + half + Finish + Done, await AskAsync(half, half, Finish, Done));
    }

    [Fact]
    public async Task AnswerCap_TextBeyondTheCap_EndsProperlyForLength()
    {
        var half = Text('a', 1_000);
        var answer = await AskAsync(half, half, Text('b', 1), Text('c', 1), Finish, Done);

        Assert.StartsWith(half + half, answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\"b\"", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\"c\"", answer, StringComparison.Ordinal);
        Assert.Contains("\"finish_reason\":\"length\"", answer, StringComparison.Ordinal);
        Assert.EndsWith(Done, answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Documentation_ShowsTheExampleThatIsTested()
    {
        var root = Root();
        var shown = CodeBlock().Match(File.ReadAllText(Path.Combine(root, "docs", "architecture.md"))).Groups[1].Value;
        var compiled = File.ReadAllText(Path.Combine(root, "tests", "LlmProxy.FunctionalTests", "Exchange", "AnswerCap.cs"));

        // But for the first line and the namespace, which a host has of its own.
        var example = compiled[(compiled.IndexOf('\n', StringComparison.Ordinal) + 1)..]
            .Replace("namespace LlmProxy.FunctionalTests.Exchange;\n\n", "", StringComparison.Ordinal);
        Assert.Equal(example, shown);
    }

    private static string Text(char letter, int count) =>
        $"data: {{\"id\":\"c1\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{new string(letter, count)}\"}}}}]}}\n\n";

    private static async Task<string> AskAsync(params string[] frames)
    {
        await using var provider = await ScriptedProvider.StartStreamAsync(frames);
        await using var gateway = await TestGateway.BeforeAsync(
            provider.Address,
            configure: builder => builder.Services.AddSingleton<IResponseFilterSource, AnswerCap>());
        using var response = await gateway.PostAsync("/v1/chat/completions", """{"model":"m","stream":true,"messages":[]}""");
        return await response.Content.ReadAsStringAsync();
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "LlmProxy.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The repository is not above the tests.");
        return folder;
    }

    [GeneratedRegex("^```csharp\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
