using LlmProxy.Core.Prompts;

namespace LlmProxy.Prompts.Experiments;

/// <summary>What experiments and rollouts say about a request.</summary>
/// <param name="Template">The version; <c>null</c>: nothing but the prompt's live one, if there is a prompt.</param>
/// <param name="Settings">Model and parameters that are varied.</param>
/// <param name="Assignments">The variants that were assigned.</param>
internal readonly record struct ExperimentChoice(PromptTemplate? Template, PromptSettings Settings, IReadOnlyList<Assignment> Assignments)
{
    /// <summary>Nothing is said.</summary>
    public static ExperimentChoice None { get; } = new(null, PromptSettings.None, []);

    /// <summary>The variant that gets a copy of the request; <c>null</c>: none does.</summary>
    public VariantModel? Shadow { get; init; }
}
