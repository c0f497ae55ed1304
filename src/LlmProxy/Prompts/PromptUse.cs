using System.Collections.Frozen;
using LlmProxy.Core.Prompts;
using LlmProxy.Core.Requests;

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
    public IReadOnlyDictionary<string, string> Given { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The variants that were assigned, by experiment; empty: none.</summary>
    public IReadOnlyList<Experiments.Assignment> Assignments { get; init; } = [];

    /// <summary><see cref="Assignments"/> as headers and log lines name them: <c>name=variant</c>, separated by commas; <c>null</c>: none.</summary>
    public string? AssignmentText => Assignments.Count switch
    {
        0 => null,
        1 => Assignments[0].ToString(),
        _ => string.Join(", ", Assignments),
    };

    /// <summary>Whether the body's <c>prompt</c> object is the gateway's, and does not go on.</summary>
    public bool TakesPrompt { get; init; }

    /// <summary>Whether the body's <c>metadata</c> names a prompt or its variables, which do not go on.</summary>
    public bool TakesMetadata { get; init; }

    /// <summary>How long the template's messages are with their values, in bytes: no fewer than they have tokens.</summary>
    public long Bytes { get; init; }

    /// <summary>The values of the template's variables, as they were checked.</summary>
    public PromptValues Values { get; init; } = PromptValues.None;

    /// <summary>The request whose bytes <see cref="Values"/> are; another, which guards have changed, has values of its own.</summary>
    public LlmRequest? ValuesOf { get; init; }

    /// <summary>Whether somebody has named the version, or a variant of the request, so that the gateway has not chosen it.</summary>
    public bool IsNamed { get; init; }

    /// <summary>What a copy of the request is put under that goes to a shadow variant; <c>null</c>: there is none.</summary>
    public ShadowUse? Shadow { get; init; }

    /// <summary>Whether it is that of a copy for a shadow variant.</summary>
    public bool IsShadow { get; init; }

    /// <summary>Whether the request has the template around it.</summary>
    public bool IsRendered { get; set; }

    /// <summary>Whether the version has refused the request: its variables, its model, its size or the caller's texts are not as it wants them.</summary>
    public bool IsRefused { get; set; }

    /// <summary>As headers and records name it: <c>name@version</c>; <c>null</c>: no template.</summary>
    public string? Name => Template?.Name;
}
