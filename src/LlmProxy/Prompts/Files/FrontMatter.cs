using LlmProxy.Core.Prompts;

namespace LlmProxy.Prompts.Files;

/// <summary>What stands in a template's file before its text.</summary>
internal sealed class FrontMatter
{
    /// <summary>What it is for.</summary>
    public string? Description { get; set; }

    /// <summary>Who wrote it.</summary>
    public string? Author { get; set; }

    /// <summary>What becomes of the caller's own system messages.</summary>
    public CallerSystem CallerSystem { get; set; }

    /// <summary>Model, parameters and response schema.</summary>
    public PromptSettings Settings { get; set; } = PromptSettings.None;

    /// <summary>The variables, each name once.</summary>
    public IReadOnlyList<PromptVariable> Variables { get; set; } = [];
}
