using LlmProxy.FunctionalTests.Support;
using LlmProxy.Host;
using LlmProxy.Host.Commands;
using LlmProxy.Host.Startup;
using Microsoft.AspNetCore.Builder;

namespace LlmProxy.FunctionalTests.Startup;

public sealed class StartupTests : IDisposable
{
    private static readonly Uri Provider = new("http://127.0.0.1:1/");
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"llmproxy-{Guid.NewGuid():N}.json");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Check_GoodFile_Is0()
    {
        File.WriteAllText(_file, TestGateway.Config(Provider));
        var (code, text) = Check();
        Assert.Equal(0, code);
        Assert.Contains("is valid.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_BadFile_Is2AndTellsEveryErrorWithItsPath()
    {
        File.WriteAllText(_file, TwoErrors());
        var (code, text) = Check();
        Assert.Equal(2, code);
        Assert.Contains("ReverseProxy:Clusters:up:Llm:Modles", text, StringComparison.Ordinal);
        Assert.Contains("did you mean 'Models'", text, StringComparison.Ordinal);
        Assert.Contains("LlmProxy:Limits:MaxJsonDepth", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_BadFile_RefusesWithEveryError()
    {
        File.WriteAllText(_file, TwoErrors());
        var refusal = Assert.Throws<StartupException>(() => GatewayApplication.Create(["--config", _file, "--urls", "http://127.0.0.1:0"]));
        Assert.Contains(refusal.Problems, problem => problem.Contains("Modles", StringComparison.Ordinal));
        Assert.Contains(refusal.Problems, problem => problem.Contains("MaxJsonDepth", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("\"AllowAnonymous\": true", true)]
    [InlineData("\"Keys\": { \"Required\": true }", true)]
    [InlineData("\"Keys\": { \"Static\": [ { \"Name\": \"a\", \"Key\": \"${LLMPROXY_TEST_NOT_SET}\" } ] }", true)]
    public async Task Create_BeyondLoopback_NeedsTheWord(string proxy, bool starts)
    {
        WebApplication? app = null;
        await File.WriteAllTextAsync(_file, TestGateway.Config(Provider, proxy: proxy));
        var refusal = Record.Exception(() => app = GatewayApplication.Create(["--config", _file, "--urls", "http://0.0.0.0:0", "--LlmProxy:Storage:Kind=Memory"]));
        Assert.Equal(starts, refusal is null);
        if (!starts)
            Assert.IsType<StartupException>(refusal);
        if (app is not null)
            await app.DisposeAsync();
    }

    private static string TwoErrors() => TestGateway.Config(Provider, proxy: "\"Limits\": { \"MaxJsonDepth\": 1 }")
        .Replace("\"Models\"", "\"Modles\"", StringComparison.Ordinal);

    private (int Code, string Text) Check()
    {
        using var output = new StringWriter();
        return (CheckVerb.Run([_file], output), output.ToString());
    }
}
