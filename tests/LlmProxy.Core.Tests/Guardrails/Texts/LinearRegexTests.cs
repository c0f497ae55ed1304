using LlmProxy.Core.Guardrails.Texts;

namespace LlmProxy.Core.Tests.Guardrails.Texts;

public sealed class LinearRegexTests
{
    [Theory]
    [InlineData("yes|no", "yes", true)]
    [InlineData("yes|no", "yes, no", false)]
    [InlineData("a+", "xaax", false)]
    [InlineData(".*", "two\nlines", false)]
    [InlineData("yes", "yes\n", false)]
    public void Create_Whole_MatchesWholeTextsOnly(string pattern, string text, bool expected) =>
        Assert.Equal(expected, LinearRegex.Create(pattern, isWhole: true).IsMatch(text));

    [Fact]
    public void Create_NotWhole_MatchesParts() => Assert.Matches(LinearRegex.Create("a+"), "xaax");

    [Theory]
    [InlineData("(")]
    [InlineData("a)(b")]
    [InlineData(@"(a)\1")]
    [InlineData("(?=a)b")]
    [InlineData("(?>a)b")]
    [InlineData("((a{1,1000}){1,1000}){1,1000}")]
    public void Create_NotLinear_IsRefused(string pattern) => Assert.ThrowsAny<ArgumentException>(() => LinearRegex.Create(pattern, isWhole: true));

    [Fact]
    public void Create_LongerThanTheBound_IsRefused()
    {
        Assert.NotNull(LinearRegex.Create(new string('a', LinearRegex.MaxLength)));
        Assert.Throws<ArgumentException>(() => LinearRegex.Create(new string('a', LinearRegex.MaxLength + 1)));
    }

    [Fact]
    public void IsMatch_ExpressionBuiltToHurt_Ends()
    {
        // By backtracking, 2^100,000 ways would be tried.
        Assert.DoesNotMatch(LinearRegex.Create("^(a+)+$"), new string('a', 100_000) + "!");
    }
}
