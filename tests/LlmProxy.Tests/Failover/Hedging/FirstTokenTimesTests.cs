using LlmProxy.Configuration;
using LlmProxy.Failover.Hedging;
using LlmProxy.Failover.Planning;
using LlmProxy.Failover.Settings;
using LlmProxy.Providers;

namespace LlmProxy.Tests.Failover.Hedging;

/// <summary>When a first token is late.</summary>
public sealed class FirstTokenTimesTests
{
    private static readonly HedgeOptions Options = new() { MinDelay = TimeSpan.FromMilliseconds(100), Percentile = 0.9 };
    private static readonly LlmClusterModel Cluster = new() { ClusterId = "up", Provider = ProviderNames.OpenAi };

    [Fact]
    public void Patience_FewerThanFiftyMeasured_IsTheLeastDelay()
    {
        var times = new FirstTokenTimes();
        var target = new FailoverTarget(Cluster, "m");
        for (var i = 0; i < 49; i++)
            times.Note(target, stream: true, TimeSpan.FromSeconds(3));
        Assert.Equal(Options.MinDelay, times.Patience(target, true, Options));

        times.Note(target, stream: true, TimeSpan.FromSeconds(3));

        Assert.InRange(times.Patience(target, true, Options).TotalSeconds, 3, 3.3);
        Assert.Equal(Options.MinDelay, times.Patience(target, false, Options));
        Assert.Equal(Options.MinDelay, times.Patience(new FailoverTarget(Cluster, "other"), true, Options));
    }

    [Fact]
    public void Patience_UsualTimeIsShorter_IsTheLeastDelay()
    {
        var times = new FirstTokenTimes();
        var target = new FailoverTarget(Cluster, "m");
        for (var i = 0; i < 100; i++)
            times.Note(target, stream: true, TimeSpan.FromMilliseconds(5));

        Assert.Equal(Options.MinDelay, times.Patience(target, true, Options));
    }

    [Fact]
    public void Note_MoreThanAThousandModels_TheRestIsNotMeasured()
    {
        var times = new FirstTokenTimes();
        for (var i = 0; i < 1000; i++)
            times.Note(new FailoverTarget(Cluster, $"m{i}"), true, TimeSpan.FromSeconds(3));
        var beyond = new FailoverTarget(Cluster, "beyond");
        for (var i = 0; i < 60; i++)
            times.Note(beyond, true, TimeSpan.FromSeconds(3));

        Assert.Equal(Options.MinDelay, times.Patience(beyond, true, Options));
    }
}
