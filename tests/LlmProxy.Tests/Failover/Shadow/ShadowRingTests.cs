using LlmProxy.Failover.Shadow;

namespace LlmProxy.Tests.Failover.Shadow;

/// <summary>The last comparisons are kept.</summary>
public sealed class ShadowRingTests
{
    [Fact]
    public void Latest_MoreThanFit_TheOldestAreGone()
    {
        var ring = new ShadowRing();
        for (var i = 0; i < ShadowRing.Capacity + 5; i++)
            ring.Add(Comparison($"r{i}", "a"));

        var latest = ring.Latest(null, 5000);

        Assert.Equal(ShadowRing.Capacity, latest.Count);
        Assert.Equal("r1004", latest[0].RequestId);
        Assert.Equal("r5", latest[^1].RequestId);
    }

    [Fact]
    public void Latest_OfOneRoute_LeavesTheOthersOut()
    {
        var ring = new ShadowRing();
        ring.Add(Comparison("r1", "a"));
        ring.Add(Comparison("r2", "b"));
        ring.Add(Comparison("r3", "a"));

        Assert.Equal(["r3", "r1"], ring.Latest("A", 10).Select(one => one.RequestId));
        Assert.Equal(["r3"], ring.Latest("a", 1).Select(one => one.RequestId));
        Assert.Empty(ring.Latest("c", 10));
    }

    private static ShadowComparison Comparison(string id, string route) => new()
    {
        RequestId = id, Time = DateTimeOffset.UnixEpoch, Route = route, Endpoint = "/v1/chat/completions",
        Request = new ShadowSide { Outcome = "completed" }, Shadow = new ShadowSide { Outcome = "completed" },
    };
}
