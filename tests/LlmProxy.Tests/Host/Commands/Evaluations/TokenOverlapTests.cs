using LlmProxy.Host.Commands.Evaluations.Replaying;

namespace LlmProxy.Tests.Host.Commands.Evaluations;

public sealed class TokenOverlapTests
{
    [Theory]
    [InlineData("", "", 1)]
    [InlineData("...", "", 1)]
    [InlineData("a", "", 0)]
    [InlineData("The cat sat.", "the CAT, sat", 1)]
    [InlineData("one two", "three four", 0)]
    // Both have "the" and "sat": 2 · 2 / (3 + 3).
    [InlineData("the cat sat", "the dog sat", 2d / 3)]
    // A word counts as often as both have it: 2 · 1 / (3 + 1).
    [InlineData("no no no", "no", 0.5)]
    public void Of_Texts_IsTheShareOfWords(string first, string second, double expected)
    {
        Assert.Equal(expected, TokenOverlap.Of(first, second), 12);
        Assert.Equal(expected, TokenOverlap.Of(second, first), 12);
    }
}
