using LlmProxy.Core.Prompts;

namespace LlmProxy.Prompts.Catalogue;

/// <summary>A prompt: its versions, and which one requests get. Immutable; a change makes another one.</summary>
internal sealed class PromptAsset
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The versions, the oldest first: by number where versions end in numbers (<c>v2</c> before <c>v10</c>), else by name.</summary>
    public required IReadOnlyList<PromptTemplate> Versions { get; init; }

    /// <summary>The version that a request gets which names none, and no experiment or rollout says otherwise.</summary>
    public required PromptTemplate Live { get; init; }

    /// <summary>The version that is being rolled out; <c>null</c>: none is.</summary>
    public PromptTemplate? Candidate { get; init; }

    /// <summary>Which part of requests gets <see cref="Candidate"/>, in ten-thousandths.</summary>
    public int CandidateShare { get; init; }

    /// <summary>A version, or <c>null</c>.</summary>
    public PromptTemplate? Find(string version)
    {
        // Requests ask; the last versions are those that are named.
        for (var i = Versions.Count - 1; i >= 0; i--)
        {
            if (Versions[i].Id.Version == version)
                return Versions[i];
        }

        return null;
    }
}
