using LlmProxy.Telemetry;

namespace LlmProxy.Tests.Telemetry;

public sealed class ModelLabelsTests
{
    [Fact]
    public void Of_Pattern_IsItsOwnLabel() => Assert.Equal("gpt-*", new ModelLabels().Of("gpt-*"));

    [Fact]
    public void Of_NoMatch_IsOther() => Assert.Equal("other", new ModelLabels().Of(null));

    [Fact]
    public void Of_BeyondCapacity_IsOtherForNewNamesOnly()
    {
        var labels = new ModelLabels();
        for (var i = 0; i < ModelLabels.Capacity; i++) Assert.Equal($"m{i}", labels.Of($"m{i}"));

        Assert.Equal("other", labels.Of("one too many"));
        Assert.Equal("m0", labels.Of("m0"));
    }
}
