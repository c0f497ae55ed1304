using LlmProxy.Prompts.Catalogue;
using LlmProxy.Prompts.Experiments;
using LlmProxy.Prompts.Experiments.Gates;

namespace LlmProxy.Host.Prompts.Experiments;

/// <summary>An experiment, as <c>/v1/experiments</c> shows it. What does not hold is left out.</summary>
/// <param name="Object">Always <c>experiment</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Enabled">Whether it runs.</param>
/// <param name="Problem">Why nobody is in it although it runs.</param>
/// <param name="Prompt">The prompt that it concerns.</param>
/// <param name="Routes">The routes that it concerns; none: all.</param>
/// <param name="Models">The models that it concerns; none: all.</param>
/// <param name="Control">The variant that the others are compared with.</param>
/// <param name="Group">Its place in a group.</param>
/// <param name="Variants">The variants.</param>
internal sealed record ExperimentView(
    string Object, string Name, bool Enabled, string? Problem, string? Prompt, IReadOnlyList<string> Routes, IReadOnlyList<string> Models, string Control,
    ExperimentView.GroupView? Group, IReadOnlyList<ExperimentView.VariantView> Variants)
{
    private const decimal BucketsPerCent = Buckets.Count / 100m;

    /// <summary>How an experiment stands.</summary>
    public static ExperimentView Of(ExperimentModel experiment, IPromptCatalogue prompts, VariantWatch watch) => new(
        "experiment",
        experiment.Name,
        experiment.Enabled,
        ProblemOf(experiment, prompts, watch),
        experiment.Prompt,
        experiment.Routes,
        [.. experiment.Models.Select(model => model.Text)],
        experiment.Control.Name,
        experiment.Group is { } group ? new(group, experiment.GroupFrom / BucketsPerCent, experiment.GroupTo / BucketsPerCent) : null,
        [.. experiment.Variants.Select((variant, index) => VariantView.Of(variant, experiment.Share(index) / BucketsPerCent, watch.Of(experiment.Name, variant.Name)))]);

    private static string? ProblemOf(ExperimentModel experiment, IPromptCatalogue prompts, VariantWatch watch)
    {
        if (experiment.Prompt is not { } name || !experiment.Enabled)
            return null;
        if (prompts.Find(name) is not { } prompt)
            return $"There is no prompt '{name}'.";
        if (MissingVersions.Missing(experiment, prompt) is { } version)
            return $"The prompt '{name}' has no version '{version}'.";
        return watch.Of(experiment.Name, experiment.Control.Name) is { IsStopped: true } ? $"The control is stopped: {experiment.Control.Version} of '{name}' was taken back." : null;
    }

    /// <summary>A place in a group, in per cent.</summary>
    internal sealed record GroupView(string Name, decimal From, decimal To);

    /// <summary>A variant; its share is in per cent, as it comes out while it is not stopped.</summary>
    internal sealed record VariantView(
        string Name, decimal Share, string? Version, string? Model, decimal? Temperature, long? MaxTokens, bool? Shadow, bool? Stopped, IReadOnlyList<VariantNote>? History)
    {
        public static VariantView Of(VariantModel variant, decimal share, VariantStanding? standing) => new(
            variant.Name, share, variant.Version, variant.Settings.Model, variant.Settings.Temperature, variant.Settings.MaxTokens, variant.IsShadow ? true : null,
            standing is { IsStopped: true } ? true : null, standing is { Notes.Count: > 0 } ? standing.Notes : null);
    }
}
