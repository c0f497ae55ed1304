using LlmProxy.Prompts.Catalogue;

namespace LlmProxy.Host.Prompts;

/// <summary>One entry of a prompt's history. <c>Share</c> is in percent.</summary>
internal sealed record PromptChangeView(
    DateTimeOffset Time, string Action, string Version, string? From, decimal? Share, string? Author, string? Reason)
{
    /// <summary>An entry.</summary>
    public static PromptChangeView Of(PromptChange change) => new(
        change.Time,
        change.Action switch
        {
            PromptAction.Created => "created",
            PromptAction.Live => "live",
            PromptAction.Rollout => "rollout",
            PromptAction.RolledBack => "rolled_back",
            PromptAction.Removed => "removed",
            _ => throw new System.Diagnostics.UnreachableException($"Action {change.Action} has no word."),
        },
        change.Version,
        change.From,
        change.Share is { } share ? PromptView.Percent(share) : null,
        change.Author,
        change.Reason);
}
