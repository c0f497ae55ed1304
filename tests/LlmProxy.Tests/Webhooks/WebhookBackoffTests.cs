using LlmProxy.Webhooks;

namespace LlmProxy.Tests.Webhooks;

public class WebhookBackoffTests
{
    [Theory]
    [InlineData(1, 0, 2.5)]
    [InlineData(1, 1, 5)]
    [InlineData(4, 1, 40)]
    // 5 s doubled nine times is 2,560 s; once more is beyond the hour.
    [InlineData(10, 1, 2_560)]
    [InlineData(11, 1, 3_600)]
    [InlineData(1_000_000, 1, 3_600)]
    public void After_Tries_DoublesToAnHour(int tries, double chance, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), WebhookBackoff.After(tries, null, chance));

    [Theory]
    [InlineData(1, 5)]
    [InlineData(120, 120)]
    [InlineData(90_000, 3_600)]
    public void After_ReceiverAsks_WaitsSoLongButNoMoreThanAnHour(int asked, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), WebhookBackoff.After(1, TimeSpan.FromSeconds(asked), 1));
}
