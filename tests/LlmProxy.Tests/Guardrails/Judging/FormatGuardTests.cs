using LlmProxy.Core.Guardrails;
using LlmProxy.Guardrails;
using LlmProxy.Guardrails.Judging;

namespace LlmProxy.Tests.Guardrails.Judging;

public sealed class FormatGuardTests
{
    [Theory]
    [InlineData("yes", VerdictLevel.Clean)]
    [InlineData("17", VerdictLevel.Clean)]
    [InlineData("yes, 17", VerdictLevel.Found)]
    [InlineData("yes\n", VerdictLevel.Found)]
    [InlineData("", VerdictLevel.Found)]
    public void JudgeAsync_Patterns_OneMatchesTheWholeAnswer(string answer, VerdictLevel expected)
    {
        var guard = GuardMaker.Create(new FormatGuardFactory(), new() { Patterns = ["yes|no", @"\d+"] });

        Assert.Equal(expected, GuardMaker.Judge(guard, GuardMaker.Output(answer)).Level);
    }

    [Fact]
    public void JudgeAsync_SeveralChoices_EachMustMatch()
    {
        var guard = GuardMaker.Create(new FormatGuardFactory(), new() { Patterns = ["yes|no"] });

        Assert.Equal(VerdictLevel.Clean, GuardMaker.Judge(guard, GuardMaker.Output("yes", "no")).Level);
        var verdict = GuardMaker.Judge(guard, GuardMaker.Output("yes", "maybe"));
        Assert.Equal((VerdictLevel.Found, "pattern"), (verdict.Level, Assert.Single(verdict.Types!)));
    }

    [Fact]
    public void JudgeAsync_PartsOfOneChoice_AreJoined()
    {
        var guard = GuardMaker.Create(new FormatGuardFactory(), new() { Patterns = ["yes|no"] });
        GuardSubject Answer(params string[] parts) => new(null, GuardDirection.Output, [.. parts.Select(part => GuardMaker.Text(part, TextKind.Assistant, 0))]);

        Assert.Equal(VerdictLevel.Clean, GuardMaker.Judge(guard, Answer("y", "es")).Level);
        Assert.Equal(VerdictLevel.Found, GuardMaker.Judge(guard, Answer("yes", "no")).Level);
    }

    [Fact]
    public void JudgeAsync_Request_LastWordsOfTheUserMatch()
    {
        var guard = GuardMaker.Create(new FormatGuardFactory(), new() { Patterns = ["yes|no"] });

        Assert.Equal(VerdictLevel.Clean, GuardMaker.Judge(guard, GuardMaker.Input("maybe", "yes")).Level);
        Assert.Equal(VerdictLevel.Found, GuardMaker.Judge(guard, GuardMaker.Input("yes", "maybe")).Level);
    }

    [Fact]
    public void JudgeAsync_RequestWithAMadeUpRole_IsTheUsers()
    {
        var guard = GuardMaker.Create(new FormatGuardFactory(), new() { Patterns = ["yes|no"] });
        GuardSubject subject = new(null, GuardDirection.Input, [GuardMaker.Text("yes", TextKind.User, 0), GuardMaker.Text("maybe", TextKind.Other, 1), GuardMaker.Text("no", TextKind.Assistant, 2)]);

        Assert.Equal(VerdictLevel.Found, GuardMaker.Judge(guard, subject).Level);
        Assert.Equal(TextKind.Other, guard.Kinds & TextKind.Other);
    }

    [Fact]
    public void JudgeAsync_Metadata_IsNotWhatIsSaid()
    {
        var guard = GuardMaker.Create(new FormatGuardFactory(), new() { Patterns = ["yes|no"] });

        // A response's input, and a text in no message.
        GuardSubject subject = new(null, GuardDirection.Input, [GuardMaker.Text("yes", TextKind.User, -1), GuardMaker.Text("trace 17", TextKind.Other, -1)]);

        Assert.Equal(VerdictLevel.Clean, GuardMaker.Judge(guard, subject).Level);
    }

    [Fact]
    public void JudgeAsync_Characters_AreBounded()
    {
        var guard = GuardMaker.Create(new FormatGuardFactory(), new() { MaxCharacters = 2 });

        Assert.Equal(VerdictLevel.Clean, GuardMaker.Judge(guard, GuardMaker.Output("é😀")).Level);
        Assert.Equal("max_characters", Assert.Single(GuardMaker.Judge(guard, GuardMaker.Output("é😀!")).Types!));
    }

    [Fact]
    public void Create_NotLinear_IsAnErrorWithItsPath()
    {
        var errors = GuardMaker.Errors(new FormatGuardFactory(), new() { Patterns = ["a", @"(a)\1"] });

        Assert.StartsWith("LlmProxy:Guardrails:g:Patterns:1 cannot be used: ", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Create_Nothing_IsAnError() => Assert.Single(GuardMaker.Errors(new FormatGuardFactory(), new()));
}
