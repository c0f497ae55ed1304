using LlmProxy.Core.Prompts;
using LlmProxy.Prompts.Catalogue;

namespace LlmProxy.Prompts.Experiments;

/// <summary>What experiments have said of one request so far.</summary>
internal struct ChosenVariants
{
    private IReadOnlyList<Assignment>? _assignments;
    private PromptSettings? _settings;

    /// <summary>What is decided.</summary>
    public VariedThings Varied { get; private set; }

    /// <summary>The version; <c>null</c>: nobody has said.</summary>
    public PromptTemplate? Template { get; private set; }

    /// <summary>The variant that gets a copy; <c>null</c>: none does.</summary>
    public VariantModel? Shadow { get; private set; }

    /// <summary>Adds an experiment's word.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="variant">The variant of the request.</param>
    /// <param name="prompt">The request's prompt; <c>null</c>: it has none.</param>
    /// <param name="isDrawn">Whether the hash has chosen it.</param>
    public void Add(ExperimentModel experiment, VariantModel variant, PromptAsset? prompt, bool isDrawn)
    {
        Varied |= experiment.Varies;
        if (variant.IsShadow)
            Shadow = variant;
        var answering = variant.IsShadow ? experiment.Control : variant;
        // A variant that says no version is the live one, and no part of a rollout.
        if (experiment.Varies.HasFlag(VariedThings.Version))
            Template = answering.Version is { } version ? prompt!.Find(version) : prompt!.Live;
        _settings = _settings is null ? answering.Settings : _settings.With(answering.Settings);
        if (_assignments is null)
            _assignments = isDrawn ? answering.OnlyDrawn : answering.OnlyGiven;
        else
            _assignments = [.. _assignments, isDrawn ? answering.Drawn : answering.Given];
    }

    /// <summary>The whole.</summary>
    /// <param name="otherwise">The version where no experiment says one.</param>
    public readonly ExperimentChoice ToChoice(PromptTemplate? otherwise) => new(Template ?? otherwise, _settings ?? PromptSettings.None, _assignments ?? []) { Shadow = Shadow };
}
