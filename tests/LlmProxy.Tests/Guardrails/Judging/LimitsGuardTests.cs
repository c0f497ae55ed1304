using LlmProxy.Core.Guardrails;
using LlmProxy.Guardrails;
using LlmProxy.Guardrails.Judging;

namespace LlmProxy.Tests.Guardrails.Judging;

public sealed class LimitsGuardTests
{
    [Theory]
    [InlineData(5, VerdictLevel.Clean)]
    [InlineData(4, VerdictLevel.Found)]
    public void JudgeAsync_Characters_AreCodePointsOfAllTextsTogether(int most, VerdictLevel expected)
    {
        var guard = GuardMaker.Create(new LimitsGuardFactory(), new() { MaxCharacters = most });

        // 3 + 2 code points in 4 + 5 bytes.
        var verdict = GuardMaker.Judge(guard, GuardMaker.Input("abé", "😀!"));

        Assert.Equal(expected, verdict.Level);
        if (expected == VerdictLevel.Found)
            Assert.Equal(("max_characters", "The request has more than 4 characters."), (Assert.Single(verdict.Types!), verdict.Message));
    }

    [Theory]
    [InlineData(3, VerdictLevel.Clean)]
    [InlineData(2, VerdictLevel.Found)]
    public void JudgeAsync_Messages_AreCounted(int most, VerdictLevel expected)
    {
        var guard = GuardMaker.Create(new LimitsGuardFactory(), new() { MaxMessages = most });

        // Two parts of message 0, and one of message 2; message 1 has no text.
        GuardSubject subject = new(null, GuardDirection.Input, [GuardMaker.Text("a", TextKind.User, 0), GuardMaker.Text("b", TextKind.User, 0), GuardMaker.Text("c", TextKind.User, 2)]);
        var verdict = GuardMaker.Judge(guard, subject);

        Assert.Equal(expected, verdict.Level);
        if (expected == VerdictLevel.Found)
            Assert.Equal("max_messages", Assert.Single(verdict.Types!));
    }

    [Fact]
    public void JudgeAsync_OwnMessage_IsTold() => Assert.Equal(
        "Too long.", GuardMaker.Judge(GuardMaker.Create(new LimitsGuardFactory(), new() { MaxCharacters = 1, Message = "Too long." }), GuardMaker.Input("ab")).Message);

    [Fact]
    public void Create_NoBound_IsAnError() => Assert.Equal(
        "LlmProxy:Guardrails:g:MaxCharacters is missing; set it, or MaxMessages, or both.",
        Assert.Single(GuardMaker.Errors(new LimitsGuardFactory(), new())));

    [Fact]
    public void Create_ActionThatReplaces_IsAnError() => Assert.Equal(
        "LlmProxy:Guardrails:g:Action is Mask, but guards of type 'limits' judge texts as a whole and know no place to replace; it can be Block, Flag or Shadow.",
        Assert.Single(GuardMaker.Errors(new LimitsGuardFactory(), new() { MaxMessages = 1, Action = GuardAction.Mask })));

    [Fact]
    public void Create_Settings_AreTheGuards()
    {
        var guard = GuardMaker.Create(new LimitsGuardFactory(), new() { MaxMessages = 1, Action = GuardAction.Flag, Required = true, OnError = LlmProxy.Guardrails.Settings.GuardErrorMode.Open });

        Assert.Equal(("g", GuardTypes.Limits, GuardAction.Flag, TextKind.All), (guard.Name, guard.Type, guard.Action, guard.Kinds));
        Assert.True(guard.IsRequired);
        Assert.Equal(LlmProxy.Guardrails.Settings.GuardErrorMode.Open, guard.OnError);
        Assert.False(guard.ChangesText);
    }
}
