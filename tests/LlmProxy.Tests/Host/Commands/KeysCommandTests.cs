using LlmProxy.Host.Commands;

namespace LlmProxy.Tests.Host.Commands;

public sealed class KeysCommandTests
{
    [Theory]
    [InlineData("create --name n", "POST", "", """{"name":"n"}""")]
    [InlineData("create --name=n --tag a --tag b --budget-per-day 0.10", "POST", "", """{"name":"n","tags":["a","b"],"limits":{"budget_per_day":0.10}}""")]
    [InlineData("update key_1 --tenant= --model=", "PATCH", "/key_1", """{"tenant":null,"models":[]}""")]
    [InlineData("list --tenant acme", "GET", "?limit=1000&tenant=acme", null)]
    [InlineData("show key_1", "GET", "/key_1", null)]
    [InlineData("rotate key_1 --grace 00:00:00", "POST", "/key_1/rotate", """{"grace":"00:00:00"}""")]
    [InlineData("revoke key_1 --url http://localhost:1", "DELETE", "/key_1", null)]
    public void Parse_Command_IsTheQuestion(string line, string method, string rest, string? body)
    {
        var command = KeysCommand.Parse(line.Split(' '), out _)!;

        Assert.Equal(method, command.Method.Method);
        Assert.Equal(rest, command.Rest);
        Assert.Equal(body, command.Body?.ToJsonString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("create --nmae n")]
    [InlineData("create --name")]
    [InlineData("create --name n --tokens-per-day many")]
    [InlineData("revoke")]
    [InlineData("revoke a b")]
    [InlineData("list --name n")]
    [InlineData("destroy key_1")]
    public void Parse_Mistake_SaysSo(string line)
    {
        Assert.Null(KeysCommand.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), out var problem));
        Assert.False(string.IsNullOrEmpty(problem));
    }
}
