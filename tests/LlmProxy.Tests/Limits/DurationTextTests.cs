using LlmProxy.Limits;

namespace LlmProxy.Tests.Limits;

public class DurationTextTests
{
    [Theory]
    [InlineData(-5, "0s")]
    [InlineData(0, "0s")]
    [InlineData(0.001, "1ms")] // rounded up
    [InlineData(12, "12ms")]
    [InlineData(999, "999ms")]
    [InlineData(1000, "1s")]
    [InlineData(1500, "1.5s")]
    [InlineData(59_999, "59.999s")]
    [InlineData(60_000, "1m0s")]
    [InlineData(360_000, "6m0s")]
    [InlineData(3_723_250, "1h2m3.25s")]
    [InlineData(86_400_000, "24h0m0s")]
    public void Of_SomeTime_IsAsOpenAiWritesIt(double milliseconds, string text) =>
        Assert.Equal(text, DurationText.Of(TimeSpan.FromTicks((long)(milliseconds * TimeSpan.TicksPerMillisecond))));
}
