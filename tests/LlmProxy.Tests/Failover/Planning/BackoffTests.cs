using LlmProxy.Failover.Planning;
using LlmProxy.Failover.Settings;

namespace LlmProxy.Tests.Failover.Planning;

public sealed class BackoffTests
{
    private static readonly RetryOptions Defaults = new();

    [Theory]
    // The ceiling is 1 s, doubling to 10 s; half of it is waited.
    [InlineData(0, 0.5)]
    [InlineData(1, 1.0)]
    [InlineData(2, 2.0)]
    [InlineData(3, 4.0)]
    [InlineData(4, 5.0)]
    [InlineData(60, 5.0)]
    public void Of_Retry_DoublesToTheLongestWait(int retry, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Backoff.Of(Defaults, retry, random: 0.5));

    [Fact]
    public void Of_Chance_CoversTheWholeRange()
    {
        Assert.Equal(TimeSpan.Zero, Backoff.Of(Defaults, 0, random: 0));
        Assert.Equal(TimeSpan.FromSeconds(0.999), Backoff.Of(Defaults, 0, random: 0.999));
    }

    [Fact]
    public void OfProvider_ShortWait_IsHonouredWithALittleMore() =>
        Assert.Equal(TimeSpan.FromSeconds(2.125), Backoff.OfProvider(Defaults, TimeSpan.FromSeconds(2), random: 0.5));

    [Fact]
    public void OfProvider_LongerThanIsWaited_IsNone() =>
        Assert.Null(Backoff.OfProvider(Defaults, TimeSpan.FromSeconds(10.001), random: 0));
}
