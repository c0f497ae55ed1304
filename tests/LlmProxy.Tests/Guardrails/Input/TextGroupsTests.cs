using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Requests;
using LlmProxy.Guardrails.Input;

namespace LlmProxy.Tests.Guardrails.Input;

public sealed class TextGroupsTests
{
    [Fact]
    public void After_PartsWithAnotherTextBetween_AreOne()
    {
        var groups = new TextGroups([Text(7), Text(3), Text(7), Text(4), Text(7)]);

        Assert.Equal([true, true, false, true, false], Enumerable.Range(0, 5).Select(groups.IsFirst));
        Assert.Equal([2, -1, 4, -1, -1], Enumerable.Range(0, 5).Select(groups.After));
    }

    /// <summary>Each of two million texts against all others would be 2,000,000,000,000 steps: this ends since it is one pass.</summary>
    [Fact]
    public void After_MillionsOfTexts_TakesOnePass()
    {
        var groups = new TextGroups([.. Enumerable.Range(0, 2_000_000).Select(Text)]);

        Assert.True(groups.IsFirst(1_999_999));
        Assert.Equal(-1, groups.After(0));
    }

    private static RequestText Text(int group) => new(default, TextKind.User, TextForm.Plain, group, -1);
}
