using LlmProxy.Prompts.Experiments;

namespace LlmProxy.Tests.Prompts.Experiments;

public class BucketTableTests
{
    [Fact]
    public void Share_OfEach_IsWhatWasGiven()
    {
        var table = new BucketTable([null, 1, 2_500, 3_333], control: 0);

        // 10,000 - 1 - 2,500 - 3,333
        Assert.Equal([4_166, 1, 2_500, 3_333], Enumerable.Range(0, 4).Select(table.Share));
    }

    [Fact]
    public void Share_ControlWithAShare_LeavesTheRestOutside()
    {
        var table = new BucketTable([1_000, 1_000], control: 0);

        Assert.Equal([1_000, 1_000], Enumerable.Range(0, 2).Select(table.Share));
        Assert.Equal(8_000, Enumerable.Range(0, Buckets.Count).Count(bucket => table[bucket] == -1));
    }

    [Fact]
    public void Item_ThreeVariants_StandWhereTheirRankSays()
    {
        // From the lowest up, from the highest down, from the middle up.
        var table = new BucketTable([null, 10, 10, 10], control: 0);

        Assert.Equal([1, 1, 0, 0, 2, 2], new[] { 0, 9, 10, 9_989, 9_990, 9_999 }.Select(bucket => table[bucket]));
        Assert.Equal([0, 3, 3, 0], new[] { 4_999, 5_000, 5_009, 5_010 }.Select(bucket => table[bucket]));
    }

    // Whatever the shares of two variants are, and whichever of them grows.
    [Theory]
    [InlineData(0, 0, 1_000, 0)]
    [InlineData(100, 9_000, 1_000, 9_000)]
    [InlineData(1_000, 1_000, 5_000, 5_000)]
    [InlineData(9_000, 100, 9_000, 1_000)]
    public void Item_GrowthOfOneOrTwo_TakesFromTheControlAlone(int first, int second, int firstThen, int secondThen)
    {
        var before = new BucketTable([null, first, second], control: 0);
        var after = new BucketTable([null, firstThen, secondThen], control: 0);

        AssertOnlyControlLoses(before, after);
    }

    // Two of them beside a control that is equally large, with the rest outside.
    [Fact]
    public void Item_GrowthOfAllToEqualParts_TakesFromOutsideAlone()
    {
        var before = new BucketTable([100, 100, 100], control: 0);
        var after = new BucketTable([100, 3_300, 3_300], control: 0);

        for (var bucket = 0; bucket < Buckets.Count; bucket++)
        {
            if (before[bucket] > 0)
                Assert.Equal(before[bucket], after[bucket]);
        }
    }

    [Theory]
    [InlineData(3, 2_500)]
    [InlineData(4, 2_500)]
    [InlineData(8, 1_250)]
    public void Item_GrowthOfMany_TakesFromTheControlWhileThereIsRoom(int variants, int most)
    {
        for (var grown = 1; grown <= variants; grown++)
        {
            var shares = new int?[variants + 1];
            Array.Fill(shares, 100, 1, variants);
            var before = new BucketTable(shares, control: 0);
            shares[grown] = most;
            AssertOnlyControlLoses(before, new BucketTable(shares, control: 0));
        }
    }

    [Fact]
    public void Item_AVariantIsAdded_TakesFromTheControlAlone() =>
        AssertOnlyControlLoses(new BucketTable([null, 2_000, 2_000], control: 0), new BucketTable([null, 2_000, 2_000, 2_000], control: 0));

    // What is larger than its room goes on behind the others, and nobody gets less.
    [Fact]
    public void Share_NoRoom_IsStillWhatWasGiven()
    {
        var table = new BucketTable([0, 2_000, 2_000, 6_000], control: 0);

        Assert.Equal([0, 2_000, 2_000, 6_000], Enumerable.Range(0, 4).Select(table.Share));
    }

    private static void AssertOnlyControlLoses(BucketTable before, BucketTable after)
    {
        for (var bucket = 0; bucket < Buckets.Count; bucket++)
        {
            if (before[bucket] != 0)
                Assert.Equal(before[bucket], after[bucket]);
        }
    }
}
