using LlmProxy.FunctionalTests.Support;
using LlmProxy.Host.Commands;

namespace LlmProxy.FunctionalTests.Startup;

public sealed class ProductionCheckTests : IDisposable
{
    private const string Good = """
        {
          "Logging": { "Console": { "FormatterName": "json" } },
          "ReverseProxy": {
            "Routes": {
              "llm": {
                "ClusterId": "up", "Match": { "Path": "/v1/{**rest}" },
                "Llm": { "Fallbacks": { "m": [ "n" ] } }
              }
            },
            "Clusters": {
              "up": {
                "Destinations": { "a": { "Address": "https://api.example.com/" } },
                "Llm": { "Provider": "openai", "ApiKey": "${LLMPROXY_TEST_KEY}", "Models": [ "m", "n" ] }
              }
            }
          },
          "LlmProxy": { "Access": { "AdminKey": "${LLMPROXY_TEST_ADMIN_KEY}" }, "Keys": { "Required": true }, "Cors": { "Origins": [ "https://app.example.com" ] } }
        }
        """;

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"llmproxy-{Guid.NewGuid():N}.json");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Check_FifteenPoints_AreAllTold()
    {
        var (code, lines) = Check(Good);

        Assert.Equal(
            [
                "pass      1", "fail      2", "fail      3", "fail      4", "not yet   5", "pass      6", "pass      7", "pass      8",
                "pass      9", "pass     10", "pass     11", "fail     12", "pass     13", "pass     14", "not yet  15",
            ],
            lines.Where(line => line.Length > 11 && char.IsAsciiDigit(line[10])).Select(line => line[..11]));
        Assert.Equal("9 of 15 pass, 4 fail, 2 cannot be told yet.", lines[^1]);
        Assert.Equal(1, code);
    }

    [Theory]
    [InlineData("\"${LLMPROXY_TEST_KEY}\"", "\"sk-written-out\"", 1, "ReverseProxy:Clusters:up:Llm:ApiKey is written out")]
    [InlineData("\"Access\": { \"AdminKey\": \"${LLMPROXY_TEST_ADMIN_KEY}\" }, ", "", 1, "with no admin key")]
    [InlineData("\"Required\": true", "\"Required\": false", 2, "callers may need no key")]
    [InlineData("\"Fallbacks\": {", "\"Retry\": { \"MaxAttempts\": 1 }, \"Fallbacks\": {", 7, "route 'llm'")]
    [InlineData("\"Fallbacks\": { \"m\": [ \"n\" ] }", "", 8, "route 'llm' has none")]
    [InlineData("\"FormatterName\": \"json\"", "\"FormatterName\": \"simple\"", 9, "for people ('simple')")]
    [InlineData("\"Console\": {", "\"LogLevel\": { \"Default\": \"Warning\" }, \"Console\": {", 9, "requests are not logged")]
    [InlineData("\"Keys\": {", "\"Storage\": { \"Kind\": \"Memory\" }, \"Keys\": {", 10, "end with the process")]
    [InlineData("\"Fallbacks\": {", "\"Timeouts\": { \"Idle\": \"00:05:01\" }, \"Fallbacks\": {", 13, "route 'llm' waits")]
    [InlineData("https://app.example.com", "http://localhost:3000", 14, "'http://localhost:3000'")]
    [InlineData("\"Keys\": {", "\"AllowAnonymous\": true, \"Keys\": {", 14, "AllowAnonymous")]
    public void Check_Gap_FailsWithALineToChange(string part, string instead, int point, string says)
    {
        Assert.Contains(part, Good, StringComparison.Ordinal);
        var (code, lines) = Check(Good.Replace(part, instead, StringComparison.Ordinal));

        var at = lines.FindIndex(line => line.StartsWith($"fail     {point,2}  ", StringComparison.Ordinal));
        Assert.True(at >= 0, string.Join(Environment.NewLine, lines));
        Assert.Contains(says, lines[at], StringComparison.Ordinal);
        Assert.StartsWith("             \"", lines[at + 1], StringComparison.Ordinal);
        Assert.Equal(1, code);
        Assert.DoesNotContain(lines, line => line.Contains("sk-written-out", StringComparison.Ordinal));
    }

    [Fact]
    public void Check_Example_HasNoGap()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "LlmProxy.sln")))
            root = Path.GetDirectoryName(root)!;

        var (code, lines) = Check(File.ReadAllText(Path.Combine(root, "config", "examples", "production.json")));

        Assert.DoesNotContain(lines, line => line.StartsWith("fail", StringComparison.Ordinal));
        Assert.Contains(", 0 fail,", lines[^1], StringComparison.Ordinal);
        Assert.Equal(0, code);
    }

    [Fact]
    public void Check_FileThatIsNotValid_Is2WithoutAReport()
    {
        var (code, lines) = Check(Good.Replace("\"Fallbacks\"", "\"Falbacks\"", StringComparison.Ordinal));

        Assert.Equal(2, code);
        Assert.DoesNotContain(lines, line => line.StartsWith("pass", StringComparison.Ordinal));
    }

    private (int Code, List<string> Lines) Check(string config)
    {
        File.WriteAllText(_file, config);
        using var output = new StringWriter();
        var code = CheckVerb.Run(["--production", _file], output);
        return (code, [.. output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)]);
    }
}
