using LlmProxy.Core.Tokens.Prompts.Images;

namespace LlmProxy.Core.Tests.Tokens.Prompts.Images;

public sealed class ImageRulesTests
{
    [Theory]
    [InlineData("gpt-4o", 1024, 1024, 765)] // OpenAI's own examples
    [InlineData("gpt-4o", 2048, 4096, 1105)]
    [InlineData("gpt-4o", 100, 100, 255)] // not scaled up: one tile
    [InlineData("gpt-4o-mini", 512, 512, 8_500)] // 2,833 + 5,667
    [InlineData("o3", 1024, 1024, 675)] // 75 + 4 * 150
    [InlineData("gpt-5", 1024, 1024, 630)] // 70 + 4 * 140
    [InlineData("gpt-4.1-mini", 1024, 1024, 1_659)] // 1,024 patches * 1.62
    [InlineData("gpt-4.1-nano", 64, 32, 5)] // 2 patches * 2.46
    [InlineData("claude-sonnet-4", 750, 100, 100)]
    [InlineData("claude-sonnet-4", 10_000, 10_000, 1_600)]
    [InlineData("gemini-2.0-flash", 384, 384, 258)]
    [InlineData("gemini-2.0-flash", 1000, 500, 516)] // 2 tiles
    [InlineData("gemini-3-pro", 1000, 500, 1_120)]
    public void Count_Image_IsByTheModelsRules(string model, int width, int height, long expected) =>
        Assert.Equal(expected, ImageRules.For(model).Count(new ImageSize(width, height), isLow: false));

    [Fact]
    public void Count_ManyPatches_AreScaledDown() =>
        Assert.InRange(ImageRules.For("gpt-4.1-mini").Count(new ImageSize(1800, 2400), isLow: false), 2_300, 2_489); // 1,536 * 1.62 = 2,488.3

    [Theory]
    [InlineData("gpt-4o")]
    [InlineData("gpt-4o-mini")]
    [InlineData("gpt-5-nano")]
    [InlineData("claude-x")]
    [InlineData("gemini-2.5-pro")]
    public void Count_AnyImage_IsNotAboveTheMost(string model)
    {
        var rules = ImageRules.For(model);
        foreach (var side in new[] { 1, 511, 513, 768, 2049, 20_000, int.MaxValue })
        {
            Assert.InRange(rules.Count(new ImageSize(side, 1), false), 1, rules.Max);
            Assert.InRange(rules.Count(new ImageSize(side, side), false), 1, rules.Max);
            Assert.InRange(rules.Count(new ImageSize(300, side), true), 1, rules.Max);
        }
    }
}
