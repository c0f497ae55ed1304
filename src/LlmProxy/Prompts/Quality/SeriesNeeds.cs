using LlmProxy.Configuration;
using LlmProxy.Core.Prompts;
using LlmProxy.Prompts.Catalogue;
using LlmProxy.Prompts.Rollouts;

namespace LlmProxy.Prompts.Quality;

/// <summary>Knows which tallies are still needed.</summary>
internal sealed class SeriesNeeds(IPromptCatalogue prompts, PromptWatch watch, LlmConfigState configuration)
{
    /// <summary>What a version's tally is needed for.</summary>
    public SeriesUse Of(PromptId id)
    {
        if (prompts.Find(id.Name) is not { } asset || asset.Find(id.Version) is null)
            return SeriesUse.Gone;
        if (asset.Live.Id == id || asset.Candidate?.Id == id)
            return SeriesUse.Needed;
        return watch.Of(id.Name)?.Trial is { } trial && (trial.Candidate == id.Version || trial.Baseline == id.Version) ? SeriesUse.Needed : SeriesUse.Idle;
    }

    /// <summary>What a variant's tally is needed for.</summary>
    public SeriesUse Of(string experiment, string variant) =>
        configuration.Current.Proxy.Experiments.Find(experiment)?.Find(variant) is null ? SeriesUse.Gone : SeriesUse.Needed;
}
