using LlmProxy.Core.Prompts;
using LlmProxy.Prompts.Catalogue;

namespace LlmProxy.Tests.Prompts.Rollouts;

/// <summary>Decisions whose rollbacks fail as long as a test says so.</summary>
internal sealed class BreakableDecisions(IPromptDecisions decisions) : IPromptDecisions
{
    /// <summary>Whether rollbacks fail.</summary>
    public bool IsBroken { get; set; }

    public PromptDecision Of(string name) => decisions.Of(name);

    public IReadOnlyList<PromptChange> History(string name) => decisions.History(name);

    public Task SetLiveAsync(PromptId version, string? author, string? reason, CancellationToken cancellationToken = default) =>
        decisions.SetLiveAsync(version, author, reason, cancellationToken);

    public Task StartRolloutAsync(PromptId version, int share, string? author, string? reason, CancellationToken cancellationToken = default) =>
        decisions.StartRolloutAsync(version, share, author, reason, cancellationToken);

    public Task<bool> StepRolloutAsync(PromptId version, int share, string? reason, CancellationToken cancellationToken = default) =>
        decisions.StepRolloutAsync(version, share, reason, cancellationToken);

    public Task<bool> RollBackAsync(PromptId version, string? author, string reason, string? otherwise = null, CancellationToken cancellationToken = default) =>
        IsBroken ? throw new InvalidOperationException() : decisions.RollBackAsync(version, author, reason, otherwise, cancellationToken);
}
