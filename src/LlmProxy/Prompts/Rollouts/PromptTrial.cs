using LlmProxy.Prompts.Quality;

namespace LlmProxy.Prompts.Rollouts;

/// <summary>A new version of a prompt that is being judged by the one before it: rolled out step by step, or live already. Immutable; kept as a document.</summary>
internal sealed record PromptTrial
{
    /// <summary>The new version.</summary>
    public required string Candidate { get; init; }

    /// <summary>The version before it, to which it goes back.</summary>
    public required string Baseline { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Began { get; init; }

    /// <summary>What was counted of <see cref="Candidate"/> before.</summary>
    public required PromptTally CandidateBefore { get; init; }

    /// <summary>What was counted of <see cref="Baseline"/> before.</summary>
    public required PromptTally BaselineBefore { get; init; }

    /// <summary>The next look, from 0.</summary>
    public int Look { get; init; }

    /// <summary>The steps of a rollout; <c>null</c>: the version is live.</summary>
    public RolloutStep? Step { get; init; }

    /// <summary>Whether fewer requests are counted than were when it began: a crash has lost what was not written, which is later than trials are.</summary>
    public bool HasLost(PromptStats stats, string prompt) => stats.IsComplete
        && (stats.Read(new(prompt, Candidate)).Requests < CandidateBefore.Requests || stats.Read(new(prompt, Baseline)).Requests < BaselineBefore.Requests);

    /// <summary>What the version has answered in this trial.</summary>
    public PromptTally Candidates(PromptStats stats, string prompt) => stats.Read(new(prompt, Candidate)).Since(CandidateBefore);

    /// <summary>What the version is judged by: what its predecessor has answered beside it, else before it too; <c>null</c>: there is not so much.</summary>
    public VersionTally? Baselines(PromptStats stats, string prompt, int least)
    {
        var all = stats.Read(new(prompt, Baseline));
        var beside = all.Since(BaselineBefore);
        return beside.Judged >= least ? new(Baseline, beside) : all.Judged >= least ? new(Baseline, all) : null;
    }
}
