using LlmProxy.Core.Errors;
using LlmProxy.Core.Prompts;

namespace LlmProxy.Prompts.Catalogue;

/// <summary>Says which versions of prompts requests get, and remembers who said so and why. Safe for use by many threads.</summary>
/// <remarks>
/// Decisions of one gateway are made one at a time, and seen in <see cref="PromptAsset.Live"/>, <see cref="PromptAsset.Candidate"/> and
/// <see cref="PromptAsset.CandidateShare"/> of assets that are looked up after the task has ended.
/// </remarks>
internal interface IPromptDecisions
{
    /// <summary>What was decided about a prompt; <see cref="PromptDecision.None"/> where nothing was.</summary>
    PromptDecision Of(string name);

    /// <summary>What was done with a prompt, the oldest first, at most 1,000 entries.</summary>
    IReadOnlyList<PromptChange> History(string name);

    /// <summary>Makes a version live, and ends the prompt's rollout. What was live is what a rollback returns to.</summary>
    /// <exception cref="LlmException">404: there is no such prompt or version; 503: it could not be stored, and does not hold.</exception>
    Task SetLiveAsync(PromptId version, string? author, string? reason, CancellationToken cancellationToken = default);

    /// <summary>Begins to give a version to a part of requests; a rollout of another version ends.</summary>
    /// <param name="version">The version.</param>
    /// <param name="share">The part, in ten-thousandths, 1 to 9,999.</param>
    /// <param name="author">Who says so.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LlmException">404; 409: the version is live already; 503: it could not be stored, and does not hold.</exception>
    Task StartRolloutAsync(PromptId version, int share, string? author, string? reason, CancellationToken cancellationToken = default);

    /// <summary>Gives the version that is being rolled out another part of requests; from 10,000 on it is live and the rollout over.</summary>
    /// <returns>Whether it was being rolled out; if not, nothing is changed.</returns>
    /// <exception cref="LlmException">503: it could not be stored, and does not hold.</exception>
    Task<bool> StepRolloutAsync(PromptId version, int share, string? reason, CancellationToken cancellationToken = default);

    /// <summary>Takes a version back: a rollout of it ends, or, where it is live, what was live before is again.</summary>
    /// <param name="version">The version.</param>
    /// <param name="author">Who says so.</param>
    /// <param name="reason">Why.</param>
    /// <param name="otherwise">What is live then where no decision knows what was before, as where the configuration made the version live; <c>null</c>: nothing.</param>
    /// <param name="cancellationToken">Ends the wait for a turn.</param>
    /// <remarks>It holds at once, even where it cannot be stored; a restart before it can be would bring the version back.</remarks>
    /// <returns>Whether anything was taken back: it was being rolled out, or it was live and what was before it is still there.</returns>
    Task<bool> RollBackAsync(PromptId version, string? author, string reason, string? otherwise = null, CancellationToken cancellationToken = default);
}
