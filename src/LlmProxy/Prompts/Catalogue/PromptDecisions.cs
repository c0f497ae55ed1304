using LlmProxy.Core.Prompts;
using LlmProxy.Prompts.Catalogue.Archive;

namespace LlmProxy.Prompts.Catalogue;

/// <summary>Decides about versions, one decision at a time.</summary>
/// <remarks>
/// What gives a version to more requests holds once it is on disk, so that no answer promises what a restart would take back. What takes a
/// version back holds at once, come what may of the disk.
/// </remarks>
internal sealed class PromptDecisions(PromptCatalogue prompts, PromptArchive archive, PromptTurns turns, TimeProvider clock) : IPromptDecisions
{
    /// <summary>The whole of requests, in ten-thousandths.</summary>
    public const int All = 10_000;

    private const int MaxAuthor = 128;
    private const int MaxReason = 1_000;

    /// <inheritdoc/>
    public PromptDecision Of(string name) => archive.Decision(name);

    /// <inheritdoc/>
    public IReadOnlyList<PromptChange> History(string name) => archive.History.Of(name);

    /// <inheritdoc/>
    public async Task SetLiveAsync(PromptId version, string? author, string? reason, CancellationToken cancellationToken = default)
    {
        using var turn = await turns.TakeAsync(cancellationToken);
        var asset = Known(version);
        await DecideAsync(version, AsLive(asset, version.Version), Change(PromptAction.Live, asset, version, author, reason), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task StartRolloutAsync(PromptId version, int share, string? author, string? reason, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(share, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(share, All);
        using var turn = await turns.TakeAsync(cancellationToken);
        var asset = Known(version);
        if (asset.Live.Id == version)
            throw PromptErrors.Conflict($"{version} is live already.", "prompt_version_live");
        var decision = archive.Decision(version.Name) with { Candidate = version.Version, CandidateShare = share, CandidateSince = clock.GetUtcNow() };
        await DecideAsync(version, decision, Change(PromptAction.Rollout, asset, version, author, reason) with { Share = share }, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> StepRolloutAsync(PromptId version, int share, string? reason, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(share, 1);
        using var turn = await turns.TakeAsync(cancellationToken);
        if (prompts.Find(version.Name) is not { } asset || asset.Candidate?.Id != version)
            return false;
        var isWhole = share >= All;
        var decision = isWhole
            ? AsLive(asset, version.Version)
            : archive.Decision(version.Name) with { CandidateShare = share, CandidateSince = clock.GetUtcNow() };
        var change = Change(isWhole ? PromptAction.Live : PromptAction.Rollout, asset, version, author: null, reason) with { Share = Math.Min(share, All) };
        await DecideAsync(version, decision, change, cancellationToken);
        return true;
    }

    /// <inheritdoc/>
    public async Task<bool> RollBackAsync(PromptId version, string? author, string reason, string? otherwise = null, CancellationToken cancellationToken = default)
    {
        using var turn = await turns.TakeAsync(cancellationToken);
        if (prompts.Find(version.Name) is not { } asset || Back(asset, version, otherwise) is not { } decision)
            return false;
        archive.Decide(version.Name, decision);
        var change = Change(PromptAction.RolledBack, asset, version, author, reason);
        archive.History.Add(version.Name, change with { From = decision.Live ?? asset.Live.Id.Version });
        prompts.Rebuild();
        return true;
    }

    /// <summary>What holds without a version; <c>null</c>: it holds no part of requests, or there is nothing before it.</summary>
    private PromptDecision? Back(PromptAsset asset, in PromptId version, string? otherwise)
    {
        var decision = archive.Decision(version.Name);
        if (asset.Candidate?.Id == version)
            return decision with { Candidate = null, CandidateShare = 0, CandidateSince = null };
        // What was before a version that was decided on says nothing of one that the configuration made live.
        var previous = decision.Live == version.Version ? decision.Previous ?? otherwise : otherwise;
        if (asset.Live.Id != version || previous is null || previous == version.Version || asset.Find(previous) is null)
            return null;
        return decision with { Live = previous, Previous = null, LiveSince = clock.GetUtcNow() };
    }

    private PromptDecision AsLive(PromptAsset asset, string version) => archive.Decision(asset.Name) with
    {
        Live = version,
        // Saying the same again does not make a version its own predecessor.
        Previous = asset.Live.Id.Version == version ? archive.Decision(asset.Name).Previous : asset.Live.Id.Version,
        LiveSince = clock.GetUtcNow(),
        Candidate = null,
        CandidateShare = 0,
        CandidateSince = null,
    };

    private PromptChange Change(PromptAction action, PromptAsset asset, in PromptId version, string? author, string? reason) => new()
    {
        Time = clock.GetUtcNow(),
        Action = action,
        Version = version.Version,
        From = asset.Live.Id.Version,
        Author = Cut(author, MaxAuthor),
        Reason = Cut(reason, MaxReason),
    };

    private async Task DecideAsync(PromptId version, PromptDecision decision, PromptChange change, CancellationToken cancellationToken)
    {
        var before = archive.Decision(version.Name);
        archive.Decide(version.Name, decision);
        var entry = archive.History.Add(version.Name, change);
        try
        {
            await archive.FlushAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // What waits in the store must not come true later, behind the back of whoever was told that it failed.
            archive.Decide(version.Name, before);
            archive.History.TakeBack(version.Name, entry);
            // Something else may have made a new picture meanwhile, with the decision in it.
            prompts.Rebuild();
            if (e is OperationCanceledException)
                throw;
            throw PromptErrors.NotStored;
        }

        prompts.Rebuild();
    }

    private PromptAsset Known(in PromptId version)
    {
        if (!archive.IsLoaded)
            throw PromptErrors.Unread;
        var asset = prompts.Find(version.Name) ?? throw PromptErrors.NoPrompt(version.Name);
        return asset.Find(version.Version) is null ? throw PromptErrors.NoVersion(version, asset) : asset;
    }

    private static string? Cut(string? text, int most) => text is { } said && said.Length > most ? said[..most] : text;
}
