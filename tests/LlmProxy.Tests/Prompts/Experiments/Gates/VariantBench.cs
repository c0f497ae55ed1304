using LlmProxy.Configuration;
using LlmProxy.Events;
using LlmProxy.Health.Degradation;
using LlmProxy.Prompts.Experiments;
using LlmProxy.Prompts.Experiments.Gates;
using LlmProxy.Prompts.Experiments.Settings;
using LlmProxy.Prompts.Quality;
using LlmProxy.Prompts.Rollouts;
using LlmProxy.Storage;
using LlmProxy.Telemetry;
using LlmProxy.Tests.Health.Degradation;
using LlmProxy.Tests.Prompts.Catalogue;
using LlmProxy.Tests.Prompts.Quality;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmProxy.Tests.Prompts.Experiments.Gates;

/// <summary>A watch over the experiment <c>e</c> of the prompt <c>chat</c>, whose variant <c>now</c> is v1 and <c>next</c> v2.</summary>
internal sealed class VariantBench : IDisposable, IEventHub
{
    private readonly PromptBench _prompts;

    public VariantBench(IStateStore store, PromptStats? stats = null)
    {
        _prompts = new PromptBench(store);
        Stats = stats ?? new();
        Configure();
        Versions = new PromptWatch(_prompts.Catalogue, _prompts.Decisions, Stats, _prompts.Configuration, this, _prompts.Clock, NullLogger<PromptWatch>.Instance);
        Watch = new VariantWatch(Stats, Versions, Stops, _prompts.Configuration, this, _prompts.Clock, NullLogger<VariantWatch>.Instance);
    }

    public PromptStats Stats { get; }

    public PromptWatch Versions { get; }

    public VariantStops Stops { get; } = new();

    public VariantWatch Watch { get; }

    public List<GatewayEvent> Events { get; } = [];

    public ExperimentModel Experiment => _prompts.Configuration.Current.Proxy.Experiments.Find("e")!;

    public VariantModel Next => Experiment.Find("next")!;

    public VariantStanding Standing => Watch.Of("e", "next")!;

    /// <summary>What answers the callers of <c>next</c>.</summary>
    public string Answering => Stops.Answering(Experiment, Next).Name;

    public void Configure(Action<ExperimentOptions>? change = null)
    {
        var options = new ExperimentOptions { Prompt = "chat" };
        options.Variants["now"] = new() { Version = "v1" };
        options.Variants["next"] = new() { Version = "v2", Share = 50 };
        change?.Invoke(options);
        var errors = new List<ConfigurationError>();
        var set = new ExperimentReader(static _ => [], errors).Read(new Dictionary<string, ExperimentOptions> { ["e"] = options }, "E");
        Assert.Empty(errors);
        _prompts.Configuration.Current = new LlmConfigModel { Proxy = new LlmProxyModel { Experiments = set } };
    }

    /// <summary>Requests under a variant end, the failed ones first.</summary>
    public void Send(string variant, int count, int errors = 0)
    {
        for (var i = 0; i < count; i++)
            Stats.Add(Outcomes.Of("v", i < errors ? RequestOutcome.Failed : RequestOutcome.Completed, assignments: [Experiment.Find(variant)!.Drawn]));
    }

    /// <summary>Takes a version of the prompt back.</summary>
    public void TakeBack(string version) => Versions.Restore([("chat", new PromptStanding().Fail(version, "bad"))]);

    public VariantWatchKeeper Keeper(IStateStore store) => new(
        Watch, store, TestComponents.Create(services: services => services.AddSideComponent(VariantWatchKeeper.Component)), _prompts.Clock,
        NullLogger<VariantWatchKeeper>.Instance);

    bool IEventHub.Wants(string type) => true;

    void IEventHub.Publish(GatewayEvent happened) => Events.Add(happened);

    public void Dispose()
    {
        Versions.Dispose();
        _prompts.Dispose();
    }
}
