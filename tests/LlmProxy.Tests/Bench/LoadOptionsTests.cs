using LlmProxy.Load;

namespace LlmProxy.Tests.Bench;

public sealed class LoadOptionsTests
{
    [Fact]
    public void Parse_EveryOption_IsTaken()
    {
        var options = LoadOptions.Parse(
            ["json", "--pairs", "5", "--seconds", "0.5", "idle", "--markdown", "a.md", "--gateway-dll", "/g.dll", "--self-check", "--logs", "/l", "--seed", "9"]);

        Assert.Equal(["json", "idle"], options.Scenarios);
        Assert.Equal(5, options.Pairs);
        Assert.Equal(TimeSpan.FromMilliseconds(500), options.RunLength);
        Assert.Equal("a.md", options.Markdown);
        Assert.Equal("/g.dll", options.GatewayDll);
        Assert.Equal(TimeSpan.FromMilliseconds(500), options.ChaosLength);
        Assert.Equal(9, options.Seed);
        Assert.True(options.SelfCheck);
        Assert.Equal("/l/yarp.log", options.OutputFor("yarp"));
    }

    [Fact]
    public void Parse_Nothing_HasTheDocumentedDefaults()
    {
        var options = LoadOptions.Parse([]);

        Assert.Empty(options.Scenarios);
        Assert.Equal(20, options.Pairs);
        Assert.Equal(TimeSpan.FromSeconds(2), options.RunLength);
        Assert.Equal(TimeSpan.FromSeconds(60), options.ChaosLength);
        Assert.Null(options.Seed);
        Assert.Equal("/dev/null", options.OutputFor("yarp"));
        Assert.EndsWith("LlmProxy.Host.dll", options.GatewayDll, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'jsn' is neither a scenario nor an option.", "jsn")]
    [InlineData("'--pairs' needs a value.", "--pairs")]
    [InlineData("'--pairs' is '0', but must be a number from 1 to 1000.", "--pairs", "0")]
    [InlineData("'--seconds' is 'x', but must be a number from 0.1 to 600.", "--seconds", "x")]
    public void Parse_Mistake_IsNamed(string message, params string[] arguments) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => LoadOptions.Parse(arguments)).Message);
}
