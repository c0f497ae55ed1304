using LlmProxy.Core.Prompts;
using LlmProxy.Prompts.Catalogue;

namespace LlmProxy.Tests.Prompts.Rollouts;

/// <summary>Decisions whose rollbacks fail as long as a test says so.</summary>
internal sealed class BreakableDecisions(IPromptDecisions decisions) : IPromptDecisions
{
    /// <summary>Whether rollbacks fail.</summary>
    public bool IsBroken { get; set; }

    /// <summary>What happens right before a rollback; <c>null</c>: nothing.</summary>
    public Func<Task>? BeforeRollback { get; set; }

    public PromptDecision Of(string name) => decisions.Of(name);

    public IReadOnlyList<PromptChange> History(string name) => decisions.History(name);

    public Task SetLiveAsync(PromptId version, string? author, string? reason, CancellationToken cancellationToken = default) =>
        decisions.SetLiveAsync(version, author, reason, cancellationToken);

    public Task StartRolloutAsync(PromptId version, int share, string? author, string? reason, CancellationToken cancellationToken = default) =>
        decisions.StartRolloutAsync(version, share, author, reason, cancellationToken);

    public Task<bool> StepRolloutAsync(PromptId version, int share, string? reason, CancellationToken cancellationToken = default) =>
        decisions.StepRolloutAsync(version, share, reason, cancellationToken);

    public async Task<bool> RollBackAsync(
        PromptId version, string? author, string reason, string? otherwise = null, CancellationToken cancellationToken = default)
    {
        if (IsBroken)
            throw new InvalidOperationException();
        if (BeforeRollback is { } before)
            await before();
        return await decisions.RollBackAsync(version, author, reason, otherwise, cancellationToken);
    }
}
