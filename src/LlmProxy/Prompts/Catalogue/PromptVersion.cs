using LlmProxy.Core.Prompts;

namespace LlmProxy.Prompts.Catalogue;

/// <summary>A version of a prompt, and what is known of it. Immutable.</summary>
internal sealed record PromptVersion
{
    /// <summary>What it says.</summary>
    public required PromptTemplate Template { get; init; }

    /// <summary>Where it comes from.</summary>
    public required PromptOrigin Origin { get; init; }

    /// <summary>When the file was written, or the version made; <c>null</c>: the file is gone.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>Who made it; <c>null</c>: nobody said.</summary>
    public string? Author { get; init; }

    /// <summary>What was said of it when it was made; <c>null</c>: nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Since when requests are put under it, and its text cannot change; <c>null</c>: none ever was.</summary>
    public DateTimeOffset? ServedSince { get; init; }
}
