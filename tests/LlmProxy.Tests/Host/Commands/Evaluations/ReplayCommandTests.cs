using LlmProxy.Host.Commands.Evaluations.Replaying;

namespace LlmProxy.Tests.Host.Commands.Evaluations;

public sealed class ReplayCommandTests
{
    [Fact]
    public void Parse_AllOptions_AreUnderstood()
    {
        var command = ReplayCommand.Parse(
            ["f.jsonl", "--prompt", "chat@v2", "--model", "m", "--url", "http://x", "--key-env", "K", "--parallel", "8", "--limit", "5", "--out", "o"], out var problem);

        Assert.Null(problem);
        Assert.Equal(
            new ReplayCommand { File = "f.jsonl", Prompt = new("chat", "v2"), Model = "m", Url = "http://x", KeyVariable = "K", Parallel = 8, Limit = 5, Out = "o" }, command);
        Assert.Equal("chat@v2, m", command!.Target);
    }

    [Theory]
    [InlineData("Say 'evaluations replay FILE'.")]
    [InlineData("Say 'evaluations replay FILE'.", "--model", "m")]
    [InlineData("Say what to compare with", "f")]
    [InlineData("'--model' needs a value.", "f", "--model")]
    [InlineData("--prompt is a version", "f", "--prompt", "chat")]
    [InlineData("--parallel is a number", "f", "--model", "m", "--parallel", "65")]
    [InlineData("--limit is a number", "f", "--model", "m", "--limit", "0")]
    [InlineData("'--key' is not an option.", "f", "--key", "sk-1")]
    public void Parse_WrongArguments_AreToldWhy(string expected, params string[] arguments)
    {
        Assert.Null(ReplayCommand.Parse(arguments, out var problem));
        Assert.StartsWith(expected, problem, StringComparison.Ordinal);
    }
}
