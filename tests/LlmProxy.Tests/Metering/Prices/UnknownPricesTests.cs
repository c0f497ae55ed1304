using LlmProxy.Metering.Prices;
using LlmProxy.Tests.Health;
using LlmProxy.Tests.Telemetry;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Tests.Metering.Prices;

public sealed class UnknownPricesTests : IDisposable
{
    private readonly MetricCollector _metrics = new();
    private readonly LogCollector _log = new();
    private readonly ManualClock _clock = new();
    private readonly UnknownPrices _unknown;

    public UnknownPricesTests() => _unknown = new UnknownPrices(_metrics.Metrics, _clock, new Logger<UnknownPrices>(_log));

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public void Note_Often_EveryCallIsCountedAndTheModelNamedOnce()
    {
        for (var i = 0; i < 3; i++)
            _unknown.Note("gpus", "mystery");

        Assert.Equal(3, _metrics.All.Count(m => m.Name == "llmproxy.cost.unknown" && (string?)m.Tags["llmproxy.cluster"] == "gpus"));
        Assert.Equal("PriceUnknown", Assert.Single(_log.Entries).Id.Name);
        Assert.Equal(("gpus", "mystery"), Assert.Single(_unknown.Recent()) is var one ? (one.Cluster, one.Model) : default);
    }

    [Fact]
    public void Note_MoreThanAreKept_TheOldestIsForgotten()
    {
        for (var i = 0; i <= UnknownPrices.Capacity; i++)
        {
            _unknown.Note("c", $"m{i}");
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        var models = _unknown.Recent().Select(one => one.Model).ToList();
        Assert.Equal(UnknownPrices.Capacity, models.Count);
        Assert.DoesNotContain("m0", models);
        Assert.Contains($"m{UnknownPrices.Capacity}", models);
    }

    [Fact]
    public void Note_UsedAgain_IsRemembered()
    {
        _unknown.Note("c", "m");
        _clock.Advance(TimeSpan.FromMinutes(50));
        _unknown.Note("c", "m");
        _clock.Advance(TimeSpan.FromMinutes(50));

        Assert.Single(_unknown.Recent());
    }

    [Fact]
    public void Note_HostileName_IsCutAndWritesNoLineOfItsOwn()
    {
        _unknown.Note("c", "a\nb" + new string('x', 10_000));

        Assert.True(Assert.Single(_unknown.Recent()).Model!.Length <= 200);
        Assert.DoesNotContain("\n", Assert.Single(_log.Entries).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Note_ManyAtOnce_StaysWithinTheBound()
    {
        Parallel.For(0, 2_000, i => _unknown.Note("c", $"m{i}"));

        Assert.True(_unknown.Recent().Count <= UnknownPrices.Capacity);
    }
}
