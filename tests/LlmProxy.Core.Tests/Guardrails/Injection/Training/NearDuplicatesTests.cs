using LlmProxy.Guards.Injection;
using LlmProxy.Guards.Injection.Training;

namespace LlmProxy.Core.Tests.Guardrails.Injection.Training;

public sealed class NearDuplicatesTests
{
    // Ten words: six runs of five.
    private const string Plain = "alpha bravo charlie delta echo foxtrot golf hotel india juliett";

    [Theory]
    [InlineData(Plain, true)]
    [InlineData("alpha bravo charlie delta echo foxtrot golf red green blue", true)] // 3 of 6 in common
    [InlineData("alpha bravo charlie delta echo foxtrot red green blue white", false)] // 2 of 6
    [InlineData("alpha bravo charlie delta echo foxtrot", true)] // both of the shorter one's 2
    [InlineData("alpha bravo charlie delta echo", false)] // the only one: one run may be chance
    [InlineData("Alpha, bravo: charlie (delta) ECHO! Foxtrot; golf? hotel. India juliett", true)]
    [InlineData("ａｌｐｈａ ｂｒａｖｏ ｃｈａｒｌｉｅ ｄｅｌｔａ ｅｃｈｏ ｆｏｘｔｒｏｔ ｇｏｌｆ", true)]
    [InlineData("juliett india hotel golf foxtrot echo delta charlie bravo alpha", false)]
    public void Group_TwoTexts_AreTogetherWhereTwoFifthsOfTheShorterOneAreCommon(string other, bool areTogether)
    {
        var groups = GroupsOf(Plain, other);
        Assert.Equal(areTogether, groups[0] == groups[1]);
    }

    [Fact]
    public void Group_OneIsNearTwoOthers_AllThreeAreTogether()
    {
        var groups = GroupsOf(
            "alpha bravo charlie delta echo foxtrot golf",
            "hotel india juliett kilo lima mike november",
            "quite another text that has nothing to do with it",
            "alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november");

        Assert.Equal((groups[3], groups[3]), (groups[0], groups[1]));
        Assert.NotEqual(groups[3], groups[2]);
    }

    [Fact]
    public void Group_ScriptWithoutSpaces_ComparesCharacters()
    {
        var groups = GroupsOf("以前指示全部無視回答", "以前指示全部無視回答今日");
        Assert.Equal(groups[0], groups[1]);
    }

    private static int[] GroupsOf(params string[] texts)
    {
        var examples = texts.Select(text => new Example(new LabelledText(text, "benign", "test", "test"), 1, bits: 10)).ToArray();
        NearDuplicates.Group(examples);
        return [.. examples.Select(example => example.Group)];
    }
}
