using LlmProxy.Prompts.Quality;

namespace LlmProxy.Prompts.Experiments.Gates;

/// <summary>What is known of one variant over a restart. Immutable; kept as a document.</summary>
internal sealed record VariantStanding
{
    /// <summary>Notes that are kept; beyond them the oldest is forgotten.</summary>
    public const int MaxNotes = 20;

    /// <summary>What the variant and the control are made of: another text is another comparison.</summary>
    public required string Definition { get; init; }

    /// <summary>What was counted of the variant before it was judged.</summary>
    public required PromptTally Before { get; init; }

    /// <summary>What was counted of the control before.</summary>
    public required PromptTally ControlBefore { get; init; }

    /// <summary>The next look, from 0.</summary>
    public int Look { get; init; }

    /// <summary>Whether its callers get the control.</summary>
    public bool IsStopped { get; init; }

    /// <summary>Whether somebody wants it although its version was taken back.</summary>
    public bool IsWanted { get; init; }

    /// <summary>What was decided, the oldest first.</summary>
    public IReadOnlyList<VariantNote> Notes { get; init; } = [];

    /// <summary>A variant that is judged from now on.</summary>
    public static VariantStanding Begin(ExperimentModel experiment, VariantModel variant, PromptStats stats, IReadOnlyList<VariantNote> notes) => new()
    {
        Definition = DefinitionOf(experiment, variant),
        Before = stats.ReadVariant(experiment.Name, variant.Name),
        ControlBefore = stats.ReadVariant(experiment.Name, experiment.Control.Name),
        Notes = notes,
    };

    /// <summary>What a variant and its control are made of.</summary>
    public static string DefinitionOf(ExperimentModel experiment, VariantModel variant) =>
        $"{experiment.Prompt}: {variant.Definition} | {experiment.Control.Definition}";

    /// <summary>The standing with one more note.</summary>
    public VariantStanding With(VariantNote note) => this with { Notes = [.. Notes.TakeLast(MaxNotes - 1), note] };
}
