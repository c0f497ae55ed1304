using LlmProxy.Core.Prompts;

namespace LlmProxy.Prompts;

/// <summary>What a request says under: a version of a prompt, and the variants of experiments that chose it.</summary>
/// <remarks>Chosen before a cluster is, since a version may name the model; put around the request behind its guards, which judge what the caller says.</remarks>
internal sealed class PromptUse
{
    /// <summary>The version; <c>null</c> where an experiment varies model or parameters alone.</summary>
    public PromptTemplate? Template { get; init; }

    /// <summary>What holds of model and parameters: the version's, then the variant's.</summary>
    public PromptSettings Settings { get; init; } = PromptSettings.None;

    /// <summary>The route's own variables, which no caller can change.</summary>
    public IReadOnlyDictionary<string, string> Given { get; init; } = new Dictionary<string, string>();

    /// <summary>The variants that were assigned, by experiment; empty: none.</summary>
    public IReadOnlyList<Experiments.Assignment> Assignments { get; init; } = [];

    /// <summary>As headers and records name it: <c>name@version</c>; <c>null</c>: no template.</summary>
    public string? Name => Template?.Id.ToString();
}
