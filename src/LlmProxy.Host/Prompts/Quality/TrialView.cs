using LlmProxy.Prompts.Quality;
using LlmProxy.Prompts.Rollouts;

namespace LlmProxy.Host.Prompts.Quality;

/// <summary>A version that is being judged.</summary>
internal sealed record TrialView
{
    public required string Version { get; init; }

    public required string Predecessor { get; init; }

    public required DateTimeOffset Since { get; init; }

    public long Requests { get; init; }

    public long Errors { get; init; }

    public long PredecessorRequests { get; init; }

    public long PredecessorErrors { get; init; }

    public decimal Percent { get; init; }

    public IReadOnlyList<decimal>? Steps { get; init; }

    public DateTimeOffset? StepSince { get; init; }

    /// <summary>Experiments that say which version their callers get, so that these are no part of the rollout; <c>null</c>: there are none.</summary>
    public IReadOnlyList<string>? UnderExperiments { get; init; }

    /// <summary>What is known of a trial; <c>null</c>: there is none.</summary>
    public static TrialView? Of(PromptTrial? trial, PromptStats stats, string prompt)
    {
        if (trial is null)
            return null;
        var tally = trial.Candidates(stats, prompt);
        var beside = stats.Read(new(prompt, trial.Baseline)).Since(trial.BaselineBefore);
        return new()
        {
            Version = trial.Candidate,
            Predecessor = trial.Baseline,
            Since = trial.Began,
            Requests = tally.Judged,
            Errors = tally.Errors,
            PredecessorRequests = beside.Judged,
            PredecessorErrors = beside.Errors,
            Percent = (trial.Step?.Share ?? RolloutPlan.All) / 100m,
            Steps = trial.Step is { } step ? [.. step.Shares.Select(share => share / 100m)] : null,
            StepSince = trial.Step?.Began,
        };
    }
}
