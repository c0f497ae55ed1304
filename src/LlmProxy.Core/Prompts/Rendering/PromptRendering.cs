using LlmProxy.Core.Tokens.Prompts;

namespace LlmProxy.Core.Prompts.Rendering;

/// <summary>What is put around one request.</summary>
public readonly record struct PromptRendering()
{
    /// <summary>The form of the request's prompt; none for embeddings, which no template is for.</summary>
    public required PromptKind Kind { get; init; }

    /// <summary>The template; <c>null</c>: settings alone.</summary>
    public PromptTemplate? Template { get; init; }

    /// <summary>The template's variables.</summary>
    public PromptValues Values { get; init; } = PromptValues.None;

    /// <summary>What holds of temperature and response schema. Model and bound of tokens depend on the attempt, and are not written here.</summary>
    public required PromptSettings Settings { get; init; }

    /// <summary>The model to name where the request names none; <c>null</c>: none.</summary>
    public string? Model { get; init; }

    /// <summary>How long the request may become, in bytes.</summary>
    public long MaxBytes { get; init; } = long.MaxValue;

    /// <summary>Whether the body's <c>prompt</c> object is the gateway's, and stays here.</summary>
    public bool TakesPrompt { get; init; }

    /// <summary>Whether the body's <c>metadata</c> has members that are the gateway's, and stay here.</summary>
    public bool TakesMetadata { get; init; }
}
