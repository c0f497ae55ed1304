using LlmProxy.Balancing.Affinity;

namespace LlmProxy.Tests.Balancing.Affinity;

public sealed class HashRingTests
{
    private static readonly PrefixKey Key = new(11, 22);

    [Fact]
    public void Owner_ManyHashes_SharesAreAlike()
    {
        var shares = Owners("a", "b", "c", "d").CountBy(owner => owner).Select(pair => pair.Value).ToList();

        // 2,500 each; 128 points keep a share within about three times 9 %.
        Assert.Equal(4, shares.Count);
        Assert.All(shares, share => Assert.InRange(share, 1_800, 3_200));
    }

    [Fact]
    public void Owner_OneIsGone_OnlyItsOwnMove()
    {
        var before = Owners("a", "b", "c", "d");
        var after = Owners("d", "c", "a");

        Assert.All(before.Zip(after), pair => Assert.True(pair.First == "b" || pair.First == pair.Second));
        // And they go to all others, not to one.
        Assert.Equal(3, before.Zip(after).Where(pair => pair.First == "b").Select(pair => pair.Second).Distinct().Count());
    }

    [Fact]
    public void Owner_WalkOfAllPoints_MeetsEveryReplica()
    {
        var ring = new HashRing(Key, ["a", "b", "c"]);
        var start = ring.Start(ulong.MaxValue);

        Assert.Equal([0, 1, 2], Enumerable.Range(0, ring.Count).Select(step => ring.Owner(start, step)).Distinct().Order());
    }

    private static List<string> Owners(params string[] names)
    {
        var ring = new HashRing(Key, names);
        return [.. Enumerable.Range(0, 10_000).Select(i => names[ring.Owner(ring.Start(Key.Hash($"key {i}", 0)), 0)])];
    }
}
