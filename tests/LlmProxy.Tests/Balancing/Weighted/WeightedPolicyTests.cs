using System.Collections.Concurrent;
using System.Collections.Frozen;
using LlmProxy.Balancing.Weighted;
using Yarp.ReverseProxy.Model;

namespace LlmProxy.Tests.Balancing.Weighted;

public sealed class WeightedPolicyTests
{
    private static readonly DestinationState[] Three = BalancingFixture.Destinations(3);

    [Theory]
    [InlineData(0)]
    [InlineData(0.37)]
    [InlineData(0.999)]
    public void Pick_AnyBegin_SharesFollowTheWeights(double chance)
    {
        var counts = Count(new WeightedPolicy(() => chance), Three, 6_000, ("d0", 3), ("d1", 2));

        // 3 : 2 : 1 of 6,000; random picks would stray by about ±39.
        Assert.InRange(counts["d0"], 2_990, 3_010);
        Assert.InRange(counts["d1"], 1_990, 2_010);
        Assert.InRange(counts["d2"], 990, 1_010);
        // Chi-square with 2 degrees of freedom: random picks stay below 0.2 in one run of ten.
        Assert.True(ChiSquare([counts["d0"], counts["d1"], counts["d2"]], [3_000, 2_000, 1_000]) < 0.2);
    }

    [Fact]
    public void Pick_EveryTenInARow_AreMixed()
    {
        var policy = new WeightedPolicy(() => 0);
        var cluster = BalancingFixture.Cluster(Three);
        var weights = Weights(("d0", 5), ("d1", 4));

        var picks = Enumerable.Range(0, 1_000).Select(_ => policy.Pick(cluster, Three, weights)!.DestinationId).ToArray();

        for (var from = 0; from + 10 <= picks.Length; from++)
        {
            // A share of 5, 4 and 1 in ten; never more than two away from it.
            Assert.InRange(picks.Skip(from).Take(10).Count(pick => pick == "d0"), 3, 7);
            Assert.InRange(picks.Skip(from).Take(10).Count(pick => pick == "d2"), 0, 3);
        }
    }

    [Fact]
    public void Pick_WeightZero_OnlyWithoutAnother()
    {
        var policy = new WeightedPolicy(() => 0);
        var counts = Count(policy, Three, 300, ("d0", 0));
        Assert.False(counts.ContainsKey("d0"));

        var zeros = Count(policy, Three[..2], 300, ("d0", 0), ("d1", 0));
        Assert.InRange(zeros["d0"], 145, 155);
        Assert.Equal(10, Count(policy, Three[..1], 10, ("d0", 0))["d0"]);
    }

    [Fact]
    public void Pick_OneLess_TheOthersShareAsBefore()
    {
        var counts = Count(new WeightedPolicy(() => 0), Three[..2], 4_000, ("d0", 3));

        Assert.InRange(counts["d0"], 2_990, 3_010);
    }

    [Fact]
    public void Pick_ManyThreads_SharesHold()
    {
        var policy = new WeightedPolicy(() => 0);
        var cluster = BalancingFixture.Cluster(Three);
        var weights = Weights(("d0", 2));
        var counts = new ConcurrentDictionary<string, int>();
        Parallel.For(0, 4_000, _ => counts.AddOrUpdate(policy.Pick(cluster, Three, weights)!.DestinationId, 1, (_, n) => n + 1));

        Assert.InRange(counts["d0"], 1_990, 2_010);
    }

    [Fact]
    public void Pick_Settled_AllocatesNothing()
    {
        var policy = new WeightedPolicy(() => 0);
        var cluster = BalancingFixture.Cluster(Three);
        var weights = Weights(("d0", 2));

        Assert.Equal(0, BalancingFixture.Allocated(() => policy.Pick(cluster, Three, weights)));
    }

    private static Dictionary<string, int> Count(WeightedPolicy policy, DestinationState[] available, int picks, params (string, int)[] weights)
    {
        var cluster = BalancingFixture.Cluster(available);
        var frozen = Weights(weights);
        return Enumerable.Range(0, picks).Select(_ => policy.Pick(cluster, available, frozen)!.DestinationId).CountBy(id => id).ToDictionary();
    }

    private static FrozenDictionary<string, int> Weights(params (string Name, int Weight)[] weights) =>
        weights.ToFrozenDictionary(pair => pair.Name, pair => pair.Weight, StringComparer.OrdinalIgnoreCase);

    private static double ChiSquare(int[] seen, double[] expected) =>
        seen.Zip(expected, (s, e) => (s - e) * (s - e) / e).Sum();
}
