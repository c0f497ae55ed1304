using LlmProxy.Limits;
using LlmProxy.Limits.Settings;

namespace LlmProxy.Tests.Limits.Subjects;

public class ModelLimitsTests
{
    [Theory]
    [InlineData("gpt-4o", "gpt-4o")]
    [InlineData("gpt-4o-mini", "gpt-4*")]
    [InlineData("gpt-3.5", "gpt-*")]
    [InlineData("claude-sonnet-4", null)]
    public void Find_SeveralPatterns_MostSpecific(string model, string? pattern)
    {
        var settings = new RateLimitOptions();
        foreach (var (name, limit) in new[] { ("gpt-*", 1), ("gpt-4*", 2), ("gpt-4o", 3) })
            settings.Models[name] = new() { RequestsPerMinute = limit };
        Assert.Equal(pattern, new ModelLimits(settings).Find(model)?.Name);
    }
}
