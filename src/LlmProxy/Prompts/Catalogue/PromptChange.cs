namespace LlmProxy.Prompts.Catalogue;

/// <summary>One entry of a prompt's history. Entries are added and never changed.</summary>
internal sealed record PromptChange
{
    /// <summary>When.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What was done.</summary>
    public required PromptAction Action { get; init; }

    /// <summary>With which version.</summary>
    public required string Version { get; init; }

    /// <summary>Which version was live before, or took the place of one that was taken back; <c>null</c>: none.</summary>
    public string? From { get; init; }

    /// <summary>Which part of requests gets a version that is rolled out, in ten-thousandths; <c>null</c>: it is no rollout.</summary>
    public int? Share { get; init; }

    /// <summary>Who did it, at most 128 characters; <c>null</c>: nobody said.</summary>
    public string? Author { get; init; }

    /// <summary>Why, at most 1,000 characters, readable by anyone; <c>null</c>: nobody said.</summary>
    public string? Reason { get; init; }
}
