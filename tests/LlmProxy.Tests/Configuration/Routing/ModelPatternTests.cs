using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using LlmProxy.Configuration.Routing;

namespace LlmProxy.Tests.Configuration.Routing;

public class ModelPatternTests
{
    [Theory]
    [InlineData("gpt-4o", "gpt-4o", true)]
    [InlineData("gpt-4o", "gpt-4o-mini", false)]
    [InlineData("gpt-4o", "GPT-4o", false)]
    [InlineData("gpt-*", "gpt-4o", true)]
    [InlineData("gpt-*", "gpt-", true)]
    [InlineData("gpt-*", "gpt", false)]
    [InlineData("*", "", true)]
    [InlineData("*", "anything/at:all", true)]
    [InlineData("**", "x", true)]
    [InlineData("*-mini", "gpt-4o-mini", true)]
    [InlineData("*-mini", "gpt-4o-mini-2", false)]
    [InlineData("a*a", "a", false)] // the two ends may not share a character
    [InlineData("a*a", "aa", true)]
    [InlineData("a*b*c", "a-b-b-c", true)]
    [InlineData("a*b*c", "acb", false)]
    [InlineData("a*bc*cd", "abcd", false)] // nor may a middle part and the end
    [InlineData("*ab*ab*", "abab", true)]
    [InlineData("*ab*ab*", "aab", false)]
    [InlineData("org/*:8b", "org/llama3:8b", true)]
    [InlineData("g.t", "gpt", false)]
    [InlineData("g?t", "gpt", false)]
    public void Matches_Model_AsTheStarSays(string pattern, string model, bool expected)
    {
        Assert.Equal(expected, new ModelPattern(pattern).Matches(model));
    }

    [Fact]
    public void Matches_AnyPattern_AgreesWithARegularExpression()
    {
        var letters = Gen.Elements('a', 'b', '*').ArrayOf().Select(c => new string(c)).Where(s => s.Length > 0);
        var names = Gen.Elements('a', 'b').ArrayOf().Select(c => new string(c));
        Prop.ForAll(letters.ToArbitrary(), names.ToArbitrary(), (pattern, name) =>
        {
            var regex = "^" + Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal) + "\\z";
            return Regex.IsMatch(name, regex, RegexOptions.Singleline) == new ModelPattern(pattern).Matches(name);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void MostSpecificFirst_Patterns_AreOrderedByExactnessThenLiteralLength()
    {
        string[] patterns = ["*", "gpt-*", "g*", "gpt-4o-*", "o1", "*-mini-*-x"];

        var ordered = patterns.Select(p => new ModelPattern(p)).Order(ModelPattern.MostSpecificFirst).Select(p => p.Text);

        Assert.Equal(["o1", "*-mini-*-x", "gpt-4o-*", "gpt-*", "g*", "*"], ordered);
    }

    [Fact]
    public void Constructor_EmptyText_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new ModelPattern(""));
    }
}
