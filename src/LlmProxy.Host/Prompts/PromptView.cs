using LlmProxy.Prompts.Catalogue;
using LlmProxy.Prompts.Catalogue.Building;

namespace LlmProxy.Host.Prompts;

/// <summary>A prompt as whoever runs the gateway sees it.</summary>
internal sealed record PromptView
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What the live version is for.</summary>
    public string? Description { get; init; }

    /// <summary>The version that requests get.</summary>
    public required string Live { get; init; }

    /// <summary>Since when that was decided; <c>null</c>: files and configuration say it.</summary>
    public DateTimeOffset? LiveSince { get; init; }

    /// <summary>The version that a rollback returns to; <c>null</c>: there is none.</summary>
    public string? Previous { get; init; }

    /// <summary>The version that is being rolled out; <c>null</c>: none.</summary>
    public string? Candidate { get; init; }

    /// <summary>Which part of requests gets that, in percent.</summary>
    public decimal? CandidateShare { get; init; }

    /// <summary>Since when.</summary>
    public DateTimeOffset? CandidateSince { get; init; }

    /// <summary>The versions, the oldest first.</summary>
    public required IReadOnlyList<PromptVersionView> Versions { get; init; }

    /// <summary>What was done, the newest first; <c>null</c> in lists.</summary>
    public IReadOnlyList<PromptChangeView>? History { get; init; }

    /// <summary>Whether there is more of the history; <c>null</c> in lists.</summary>
    public bool? HasMore { get; init; }

    /// <summary>A prompt in a list.</summary>
    public static PromptView Of(PromptAsset asset, PromptSnapshot snapshot, PromptDecision decision) => new()
    {
        Name = asset.Name,
        Description = asset.Live.Description,
        Live = asset.Live.Id.Version,
        LiveSince = asset.Live.Id.Version == decision.Live ? decision.LiveSince : null,
        Previous = decision.Previous,
        Candidate = asset.Candidate?.Id.Version,
        CandidateShare = asset.Candidate is null ? null : Percent(asset.CandidateShare),
        CandidateSince = asset.Candidate is null ? null : decision.CandidateSince,
        Versions = [.. asset.Versions.Select(template => PromptVersionView.Of(snapshot.Versions[template.Id], asset))],
    };

    /// <summary>Ten-thousandths in percent.</summary>
    public static decimal Percent(int share) => share / 100m;
}
