using LlmProxy.Balancing;
using LlmProxy.Balancing.Tokens;
using LlmProxy.Exchange;
using LlmProxy.Tests.Failover.Planning;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Model;

namespace LlmProxy.Tests.Balancing.Tokens;

public class LeastTokensPolicyTests
{
    private readonly TokenLoads _loads = new(new RequestTokens());
    private readonly DestinationState[] _all = BalancingFixture.Destinations(3);
    private double _chance;

    [Fact]
    public void Pick_NothingUnderWay_BeginsAnywhere()
    {
        Assert.Equal("d0", Pick());
        _chance = 0.99;
        Assert.Equal("d2", Pick());
    }

    [Fact]
    public void Pick_TokensUnderWay_TheFewestWin()
    {
        Pick();
        Enter(_all[0]);
        Enter(_all[1]);
        Enter(_all[1]);

        Assert.Equal("d2", Pick());
        Enter(_all[2]);
        Enter(_all[2]);
        // Now d0 has one request's tokens, the others two.
        Assert.Equal("d0", Pick());
    }

    [Fact]
    public void Leave_Twice_TakesBackOnce()
    {
        Pick();
        var attempt = Enter(_all[0]);
        var stays = Enter(_all[0]);
        Assert.Equal(2 * stays.LoadTokens, _loads.Of(_all[0]));

        TokenLoads.Leave(attempt);
        TokenLoads.Leave(attempt);

        Assert.Equal(stays.LoadTokens, _loads.Of(_all[0]));
        Assert.True(stays.LoadTokens > 0);
    }

    [Fact]
    public void Enter_Twice_CountsOnce()
    {
        Pick();
        var attempt = Enter(_all[0]);
        _loads.Enter(attempt);

        Assert.Equal(attempt.LoadTokens, _loads.Of(_all[0]));
    }

    [Fact]
    public void Enter_DestinationThatNobodyBalances_IsNotCounted()
    {
        var attempt = Enter(_all[0]);

        Assert.Null(attempt.Load);
        Assert.Equal(0, _loads.Of(_all[0]));
    }

    [Fact]
    public void Enter_ManyAtOnce_LeavesNothing()
    {
        Pick();
        Parallel.For(0, 1_000, i => TokenLoads.Leave(Enter(_all[i % 3])));

        Assert.All(_all, destination => Assert.Equal(0, _loads.Of(destination)));
    }

    [Fact]
    public void Pick_None_Null() => Assert.Null(Policy().PickDestination(new DefaultHttpContext(), BalancingFixture.Cluster([]), []));

    private LlmAttempt Enter(DestinationState destination)
    {
        var attempt = new PlannedExchange([PlannedExchange.Cluster("c", "gpt-4o")]).Exchange.Attempt!;
        attempt.Destination = destination;
        _loads.Enter(attempt);
        return attempt;
    }

    private string? Pick() => Policy().PickDestination(new DefaultHttpContext(), BalancingFixture.Cluster(_all), _all)?.DestinationId;

    private LeastTokensPolicy Policy() => new(_loads, () => _chance);
}
