using System.Collections.Frozen;
using LlmProxy.Configuration;
using LlmProxy.Core.Prompts;

namespace LlmProxy.Prompts.Catalogue.Building;

/// <summary>All prompts as they are at one time. Immutable.</summary>
internal sealed class PromptSnapshot
{
    /// <summary>None.</summary>
    public static PromptSnapshot Empty { get; } = new();

    /// <summary>The prompts, by name.</summary>
    public FrozenDictionary<string, PromptAsset> Prompts { get; init; } = FrozenDictionary<string, PromptAsset>.Empty;

    /// <summary>The versions that can be used.</summary>
    public FrozenDictionary<PromptId, PromptVersion> Versions { get; init; } = FrozenDictionary<PromptId, PromptVersion>.Empty;

    /// <summary>What is wrong: files that were refused, and versions that are named and not there.</summary>
    public IReadOnlyList<ConfigurationError> Errors { get; init; } = [];
}
