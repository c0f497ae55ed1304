using LlmProxy.Balancing;
using LlmProxy.Balancing.Prices;
using LlmProxy.Configuration;
using LlmProxy.Configuration.Routing;
using LlmProxy.Metering.Prices;
using LlmProxy.Metering.Prices.Settings;
using LlmProxy.Providers;
using LlmProxy.Tests.Failover.Breakers;
using LlmProxy.Tests.Failover.Planning;
using LlmProxy.Tests.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmProxy.Tests.Balancing.Prices;

public sealed class CheapestClusterTests : IDisposable
{
    private readonly MetricCollector _metrics = new();

    private readonly PriceOptions _prices = new()
    {
        Models = { ["a/m"] = new() { Input = 5, Output = 5 }, ["b/m"] = new() { Input = 1, Output = 1 }, ["c/m"] = new() { Input = 0.1m, Output = 0.1m } },
    };

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public void Among_KnownPrices_TheLowestOfThoseThatListTheModelAsPrecisely() =>
        Assert.Equal("b", Pick(new PlannedExchange([Cluster("a", "m"), Cluster("b", "m"), Cluster("c", "m*"), Cluster("d", "m")]), "m"));

    [Fact]
    public void Among_TheCheapestCannotServe_TheNextAndThenWhatHasNoPrice()
    {
        var planned = new PlannedExchange([Cluster("a", "m"), Cluster("b", "m"), Cluster("d", "m")]);

        planned.Lose("b");
        Assert.Equal("a", Pick(planned, "m"));
        planned.Lose("a");
        Assert.Equal("d", Pick(planned, "m"));
        planned.Lose("d");
        Assert.Equal("b", Pick(planned, "m"));
    }

    [Fact]
    public void Among_NoPrices_TheOrderDecides() =>
        Assert.Equal("x", Pick(new PlannedExchange([Cluster("x", "m"), Cluster("y", "m")]), "m"));

    [Fact]
    public void Among_OnePrice_GoesBeforeNone() =>
        Assert.Equal("a", Pick(new PlannedExchange([Cluster("x", "m"), Cluster("a", "m")]), "m"));

    [Fact]
    public void Among_PatternsOfOneLength_AreEqual()
    {
        _prices.Models["b/gpt-4o"] = new() { Input = 1, Output = 1 };
        _prices.Models["a/gpt-4o"] = new() { Input = 2, Output = 2 };

        Assert.Equal("b", Pick(new PlannedExchange([Cluster("a", "gpt-*"), Cluster("b", "gpt-*")]), "gpt-4o"));
        Assert.Equal("a", Pick(new PlannedExchange([Cluster("a", "gpt-4*"), Cluster("b", "gpt-*")]), "gpt-4o"));
    }

    [Fact]
    public void Among_Alias_ThePriceOfWhatTheProviderIsAsked()
    {
        var renamed = new LlmClusterModel
        {
            ClusterId = "z",
            Provider = ProviderNames.OpenAi,
            Aliases = System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary([KeyValuePair.Create("m", "other")]),
        };
        _prices.Models["z/other"] = new() { Input = 0.5m, Output = 0.5m };

        Assert.Equal("z", Pick(new PlannedExchange([Cluster("b", "m"), renamed]), "m"));
    }

    private static LlmClusterModel Cluster(string id, string model) => PlannedExchange.Cluster(id, model);

    private string? Pick(PlannedExchange planned, string model)
    {
        var prices = new AttemptPrices(
            new PriceState(() => _prices), new UnknownPrices(_metrics.Metrics, TimeProvider.System, NullLogger<UnknownPrices>.Instance), TimeProvider.System);
        var adapters = new ProviderAdapters([new OpenAiAdapter(ProviderNames.OpenAi)]);
        var cheapest = new CheapestCluster(prices, new RequestTokens(), adapters, planned, TestBreakers.Create(planned.Clock));
        var first = planned.Exchange.Route.Router.Pick(model);
        Assert.Equal(ModelPickReason.Matched, first.Reason);
        return cheapest.Among(planned.Exchange, model, first).Cluster?.ClusterId;
    }
}
