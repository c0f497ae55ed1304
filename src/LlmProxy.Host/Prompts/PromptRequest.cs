namespace LlmProxy.Host.Prompts;

/// <summary>What is asked of a prompt's version.</summary>
internal sealed class PromptRequest
{
    /// <summary>The version.</summary>
    public string? Version { get; init; }

    /// <summary>Its whole text, as it would stand in a file.</summary>
    public string? Text { get; init; }

    /// <summary>Who asks, at most 128 characters.</summary>
    public string? Author { get; init; }

    /// <summary>What is said of a new version, at most 1,000 characters.</summary>
    public string? Note { get; init; }

    /// <summary>Why, at most 1,000 characters.</summary>
    public string? Reason { get; init; }
}
