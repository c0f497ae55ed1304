using System.Runtime.CompilerServices;
using LlmProxy.Prompts.Catalogue;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Prompts.Experiments;

/// <summary>Knows which experiments name versions that are not there. Nobody is in such an experiment until they are.</summary>
/// <remarks>A version can be made and removed while the gateway runs, so that this is no error of the configuration.</remarks>
internal sealed partial class MissingVersions(ILogger<MissingVersions> logger)
{
    // What is held of an experiment or a prompt goes when the configuration or the prompt is another one.
    private readonly ConditionalWeakTable<ExperimentModel, Finding> _findings = [];

    /// <summary>Whether a variant of an experiment names a version that its prompt does not have.</summary>
    public bool Any(ExperimentModel experiment, PromptAsset? prompt)
    {
        if (!experiment.Varies.HasFlag(VariedThings.Version))
            return false;
        if (prompt is null)
            return true;
        if (_findings.TryGetValue(experiment, out var finding) && ReferenceEquals(finding.Prompt, prompt))
            return finding.Version is not null;
        finding = new Finding(prompt, Missing(experiment, prompt));
        _findings.AddOrUpdate(experiment, finding);
        if (finding.Version is { } version)
            Log.VersionMissing(logger, experiment.Name, prompt.Name, version);
        return finding.Version is not null;
    }

    /// <summary>The first version that an experiment names and its prompt does not have; <c>null</c>: all are there.</summary>
    public static string? Missing(ExperimentModel experiment, PromptAsset prompt) =>
        experiment.Variants.Select(variant => variant.Version).FirstOrDefault(version => version is not null && prompt.Find(version) is null);

    private sealed record Finding(PromptAsset Prompt, string? Version);

    // Event ids 710 to 719. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(
            710, LogLevel.Warning, "Nobody is in experiment '{Experiment}': prompt '{Prompt}' has no version '{Version}'.", EventName = "ExperimentVersionMissing")]
        public static partial void VersionMissing(ILogger logger, string experiment, string prompt, string version);
    }
}
