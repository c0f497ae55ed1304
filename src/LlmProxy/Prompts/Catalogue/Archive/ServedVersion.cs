namespace LlmProxy.Prompts.Catalogue.Archive;

/// <summary>A text that requests were put under: it is what its version says for good.</summary>
internal sealed record ServedVersion
{
    /// <summary>The whole text in UTF-8.</summary>
    public required byte[] Source { get; init; }

    /// <summary>Its hash, see <see cref="Core.Prompts.PromptTemplate.Hash"/>.</summary>
    public required string Hash { get; init; }

    /// <summary>When the first request was put under it.</summary>
    public required DateTimeOffset Since { get; init; }
}
