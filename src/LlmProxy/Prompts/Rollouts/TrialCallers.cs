using System.Collections.Concurrent;
using LlmProxy.Prompts.Quality;

namespace LlmProxy.Prompts.Rollouts;

/// <summary>Whose requests versions on trial have had: no version goes back by what one caller alone brings about. Safe for use by many threads.</summary>
/// <remarks>
/// One trial a prompt, so bounded by the catalogue; in each at most <see cref="MaxCallers"/>, at which those with the fewest failed requests are forgotten.
/// Not kept over a restart: what was before it is then everybody's.
/// </remarks>
internal sealed class TrialCallers
{
    /// <summary>Most callers of one trial: about 100 KiB.</summary>
    public const int MaxCallers = 1_000;

    /// <summary>Judged requests of others without which a caller is what the version is for.</summary>
    public const int MinOthers = 20;

    private readonly ConcurrentDictionary<string, Trial> _trials = new(StringComparer.Ordinal);

    /// <summary>Counts a judged request, where its version is on trial.</summary>
    public void Note(PromptTrial? trial, PromptOutcome outcome)
    {
        if (trial is null || outcome.Prompt is not { } prompt || prompt.Version != trial.Candidate)
            return;
        var callers = _trials.GetOrAdd(prompt.Name, static (_, trial) => new(trial), trial);
        if (!callers.IsOf(trial))
            _trials[prompt.Name] = callers = new(trial);
        callers.Note(outcome);
    }

    /// <summary>What a version has answered without the tenant, the key or the user of the most failed requests; none where the others are too few.</summary>
    /// <param name="name">The prompt.</param>
    /// <param name="trial">The trial.</param>
    /// <param name="tally">All that the version has answered in it.</param>
    public IReadOnlyList<PromptTally> Without(string name, PromptTrial trial, PromptTally tally) =>
        _trials.TryGetValue(name, out var callers) && callers.IsOf(trial) ? callers.Without(tally) : [];

    private sealed class Trial(PromptTrial trial)
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<TrialCaller, Counts> _callers = [];

        public bool IsOf(PromptTrial other) => other.Candidate == trial.Candidate && other.Began == trial.Began;

        public void Note(PromptOutcome outcome)
        {
            lock (_lock)
            {
                if (outcome.Tenant is { } tenant)
                    Add(new(TrialCallerKind.Tenant, tenant, tenant), outcome);
                if (outcome.Key is { } key)
                    Add(new(TrialCallerKind.Key, outcome.Tenant, key), outcome);
                if (outcome.User is { } user)
                    Add(new(TrialCallerKind.User, outcome.Tenant, user), outcome);
            }
        }

        public IReadOnlyList<PromptTally> Without(PromptTally tally)
        {
            lock (_lock)
            {
                return [.. _callers.GroupBy(pair => pair.Key.Kind, pair => pair.Value)
                    .Select(kind => kind.MaxBy(counts => counts.Failed))
                    .Where(counts => counts.Failed > 0 && tally.Judged - counts.Requests >= MinOthers)
                    .Select(counts => Without(tally, counts))];
            }
        }

        private static PromptTally Without(PromptTally tally, in Counts counts)
        {
            var others = tally.Copy();
            others.Requests -= counts.Requests;
            others.Errors = Math.Max(0, others.Errors - counts.Errors);
            others.Blocks = Math.Max(0, others.Blocks - counts.Blocks);
            return others;
        }

        private void Add(TrialCaller caller, PromptOutcome outcome)
        {
            if (!_callers.TryGetValue(caller, out var counts) && _callers.Count >= MaxCallers)
                Forget();
            _callers[caller] = counts.Plus(outcome);
        }

        private void Forget()
        {
            var fewest = _callers.Values.Min(counts => counts.Failed);
            foreach (var caller in _callers.Where(pair => pair.Value.Failed == fewest).Select(pair => pair.Key).ToList())
                _callers.Remove(caller);
        }
    }

    private readonly record struct Counts(long Requests, long Errors, long Blocks)
    {
        public long Failed => Errors + Blocks;

        public Counts Plus(PromptOutcome outcome) =>
            new(Requests + 1, Errors + (outcome is { IsError: true, IsBlocked: false } ? 1 : 0), Blocks + (outcome.IsBlocked ? 1 : 0));
    }
}
