namespace LlmProxy.Prompts.Catalogue.Archive;

/// <summary>A version that was made over the admin API.</summary>
internal sealed record MadeVersion
{
    /// <summary>Its whole text in UTF-8.</summary>
    public required byte[] Source { get; init; }

    /// <summary>Its hash, see <see cref="Core.Prompts.PromptTemplate.Hash"/>.</summary>
    public required string Hash { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Who made it; <c>null</c>: nobody said.</summary>
    public string? Author { get; init; }

    /// <summary>What was said of it; <c>null</c>: nothing.</summary>
    public string? Note { get; init; }
}
