using LlmProxy.Benchmarks.Balancing.Simulation;

namespace LlmProxy.Tests.Balancing.Affinity;

/// <summary>The simulation of <c>docs/balancing.md</c>, small.</summary>
public sealed class SimulationTests
{
    [Theory]
    [InlineData(1, 12)]
    [InlineData(2, 12)]
    [InlineData(1, 1)]
    public void Compare_PrefixAffinity_FindsMoreAndKeepsTheBound(int seed, int systemPrompts)
    {
        var results = SimulationCommand.Compare(new SimulationSettings
        {
            Seed = seed,
            Replicas = 4,
            Conversations = 200,
            SystemPrompts = systemPrompts,
            ConversationsPerSecond = 2,
            CacheBytes = 500_000,
        }).ToDictionary(result => result.Name);

        var affinity = results["PrefixAffinity"];
        Assert.True(affinity.HitRate > results["Random"].HitRate + 0.15, $"{affinity} {results["Random"]}");
        Assert.True(affinity.HitRate > results["RoundRobin"].HitRate + 0.15);
        Assert.True(affinity.HitRate > results["LeastRequests"].HitRate + 0.15);
        Assert.True(affinity.MaxToMean < results["hash of the system prompt"].MaxToMean);
        Assert.Equal(0, affinity.OverBound);
        Assert.True(results["hash of the system prompt"].OverBound > 0);
    }

    [Fact]
    public void Compare_SameSeed_IsTheSame()
    {
        var settings = new SimulationSettings { Conversations = 40, Replicas = 3, SystemPrompts = 3 };

        Assert.Equal(SimulationCommand.Compare(settings), SimulationCommand.Compare(settings));
    }
}
