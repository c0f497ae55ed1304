using System.Collections.Frozen;
using LlmProxy.Balancing.Prices;

namespace LlmProxy.Tests.Balancing.Prices;

public class CheapestPolicyTests
{
    private static readonly FrozenDictionary<string, decimal> Factors =
        new Dictionary<string, decimal>(StringComparer.OrdinalIgnoreCase) { ["d0"] = 1.1m, ["D2"] = 0.9m }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    [Fact]
    public void Pick_Factors_TheLowestWins() =>
        Assert.Equal("d2", CheapestPolicy.Pick(BalancingFixture.Destinations(4), Factors)?.DestinationId);

    [Fact]
    public void Pick_TheCheapestIsGone_TheNext()
    {
        var all = BalancingFixture.Destinations(4);

        // d1 and d3 are not named, and cost 1; d0 costs 1.1.
        Assert.Equal("d1", CheapestPolicy.Pick([all[0], all[1], all[3]], Factors)?.DestinationId);
        Assert.Equal("d0", CheapestPolicy.Pick([all[0]], Factors)?.DestinationId);
    }

    [Fact]
    public void Pick_NoFactors_TheFirst() =>
        Assert.Equal("d0", CheapestPolicy.Pick(BalancingFixture.Destinations(3), FrozenDictionary<string, decimal>.Empty)?.DestinationId);

    [Fact]
    public void Pick_Nothing_Null() => Assert.Null(CheapestPolicy.Pick([], Factors));
}
