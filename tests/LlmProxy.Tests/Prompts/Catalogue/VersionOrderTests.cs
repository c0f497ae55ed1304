using LlmProxy.Prompts.Catalogue;

namespace LlmProxy.Tests.Prompts.Catalogue;

public sealed class VersionOrderTests
{
    [Fact]
    public void Compare_Versions_ByNumberThenByName()
    {
        string[] ordered = ["2024-01-05", "2024-01-15", "beta", "v", "v1", "v01.2", "v1.9", "v1.10", "v2", "v10", "v99999999999999999999999999999999"];

        var sorted = ordered.Reverse().Order(VersionOrder.Instance).ToArray();

        // 'v' + number comes before 'v1.' + number: the texts before the last number are compared first.
        Assert.Equal(["2024-01-05", "2024-01-15", "beta", "v", "v1", "v2", "v10", "v99999999999999999999999999999999", "v01.2", "v1.9", "v1.10"], sorted);
    }

    [Fact]
    public void Compare_SameNumberWrittenOtherwise_IsAnOrderAllTheSame()
    {
        Assert.True(VersionOrder.Instance.Compare("v01", "v1") < 0);
        Assert.True(VersionOrder.Instance.Compare("v1", "v01") > 0);
        Assert.Equal(0, VersionOrder.Instance.Compare("v1", "v1"));
    }
}
