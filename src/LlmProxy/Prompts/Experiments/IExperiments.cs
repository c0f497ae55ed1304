using LlmProxy.Core.Prompts;
using LlmProxy.Exchange;
using LlmProxy.Prompts.Catalogue;

namespace LlmProxy.Prompts.Experiments;

/// <summary>Says which version, model and parameters a request gets.</summary>
internal interface IExperiments
{
    /// <summary>Whether a request without a prompt of its own can be in an experiment (one of models or parameters alone).</summary>
    bool Concerns(LlmExchange exchange);

    /// <summary>Chooses for a request that names no version.</summary>
    /// <param name="exchange">The request: its user, key and conversation decide, the same on every replica and after every restart.</param>
    /// <param name="prompt">The prompt; <c>null</c>: the request has none.</param>
    ExperimentChoice Choose(LlmExchange exchange, PromptAsset? prompt);
}

/// <summary>What experiments and rollouts say about a request.</summary>
/// <param name="Template">The version; <c>null</c>: nothing but the prompt's live one, if there is a prompt.</param>
/// <param name="Settings">Model and parameters that are varied.</param>
/// <param name="Assignments">The variants that were assigned.</param>
internal readonly record struct ExperimentChoice(PromptTemplate? Template, PromptSettings Settings, IReadOnlyList<Assignment> Assignments)
{
    /// <summary>Nothing is said.</summary>
    public static ExperimentChoice None { get; } = new(null, PromptSettings.None, []);
}
