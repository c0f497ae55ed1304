using LlmProxy.Prompts.Catalogue;
using LlmProxy.Prompts.Quality;

namespace LlmProxy.Prompts.Rollouts;

/// <summary>One prompt whose new versions are judged. Safe for use by many threads; whoever only counts a request takes no lock.</summary>
internal sealed class WatchedPrompt(string name, PromptStats stats)
{
    private readonly Lock _lock = new();
    private PromptStanding _standing = new();
    private PromptAsset? _seen;
    private volatile Alarm? _alarm;
    private bool _isChanged;

    /// <summary>The prompt's name.</summary>
    public string Name => name;

    /// <summary>What is known.</summary>
    public PromptStanding Standing
    {
        get
        {
            lock (_lock)
                return _standing;
        }
    }

    /// <summary>Whether nothing has been decided since somebody last looked.</summary>
    public bool HasSeen(PromptAsset asset) => ReferenceEquals(Volatile.Read(ref _seen), asset);

    /// <summary>Takes notice of what was decided of the prompt, whoever decided it: a version that has come to be live is judged from now on.</summary>
    /// <param name="asset">The prompt.</param>
    /// <param name="plan">How a rollout goes of which no plan is known.</param>
    /// <param name="first">Requests of the first look.</param>
    /// <param name="now">The time.</param>
    public void See(PromptAsset asset, Func<RolloutPlan> plan, int first, DateTimeOffset now)
    {
        lock (_lock)
        {
            Set(Seen(_standing, asset, plan, now), first);
            Volatile.Write(ref _seen, asset);
        }
    }

    /// <summary>A request was counted.</summary>
    /// <returns>Whether the version is to be looked at now.</returns>
    public bool Counted(string version, long judged)
    {
        if (_alarm is not { } alarm || alarm.Version != version || judged < alarm.At)
            return false;
        // Only one of those who come at once calls.
        return Interlocked.CompareExchange(ref _alarm, null, alarm) == alarm;
    }

    /// <summary>Changes what is known, which is held against the prompt anew when it is seen the next time.</summary>
    public PromptStanding Change(Func<PromptStanding, PromptStanding> change, int first)
    {
        lock (_lock)
        {
            Set(change(_standing), first);
            Volatile.Write(ref _seen, null);
            return _standing;
        }
    }

    /// <summary>Changes what is known while a trial goes on; one that somebody has ended, or begun anew, is left alone.</summary>
    /// <returns>Whether it goes on.</returns>
    public bool Change(PromptTrial trial, Func<PromptStanding, PromptTrial, PromptStanding> change, int first)
    {
        lock (_lock)
        {
            if (_standing.Trial is not { } known || known.Candidate != trial.Candidate || known.Began != trial.Began)
                return false;
            Set(change(_standing, known), first);
            return true;
        }
    }

    /// <summary>What an earlier process has known.</summary>
    public void Restore(PromptStanding standing, int first)
    {
        lock (_lock)
        {
            Set(standing, first);
            _isChanged = false;
        }
    }

    /// <summary>What is known, if it has changed since the last call.</summary>
    public PromptStanding? TakeChanged()
    {
        lock (_lock)
        {
            if (!_isChanged)
                return null;
            _isChanged = false;
            return _standing;
        }
    }

    private PromptStanding Seen(PromptStanding known, PromptAsset asset, Func<RolloutPlan> plan, DateTimeOffset now)
    {
        var live = asset.Live.Id.Version;
        var was = known.Live;
        var trial = known.Trial;
        // Somebody has ended the rollout, or made another version live: what the configuration says is not begun once more.
        if (trial is not null && trial.Candidate != live && (trial.Step is null || trial.Candidate != asset.Candidate?.Id.Version))
        {
            known = known.End(trial.Candidate);
            trial = null;
        }

        // A version that failed before and is live again has another chance: whatever comes behind it is judged by it.
        if (was is not null && was != live)
            known = known.End(was).Again(live);
        if (trial?.Candidate == live && trial.Step is not null)
            trial = trial with { Step = null };
        // A version that takes the place of one which has failed is not judged by it.
        if (was is not null && was != live && trial?.Candidate != live && !known.TakenBack.Contains(was) && asset.Find(was) is not null)
            trial = Begin(live, was, null, now);
        if (trial is null && asset.Candidate is { } candidate && !known.Ended.Contains(candidate.Id.Version))
        {
            var shares = plan();
            var index = Math.Max(0, shares.Shares.ToList().FindLastIndex(share => share <= asset.CandidateShare));
            trial = Begin(candidate.Id.Version, live, new() { Shares = shares.Shares, Index = index, Began = now, Requests = shares.Requests, MinTime = shares.MinTime }, now);
        }

        return known with { Live = live, Trial = trial };
    }

    /// <summary>A trial that begins now.</summary>
    /// <param name="candidate">The new version.</param>
    /// <param name="baseline">The one before it.</param>
    /// <param name="step">The rollout; <c>null</c>: the version is live.</param>
    /// <param name="now">The time.</param>
    public PromptTrial Begin(string candidate, string baseline, RolloutStep? step, DateTimeOffset now) => new()
    {
        Candidate = candidate,
        Baseline = baseline,
        Began = now,
        CandidateBefore = stats.Read(new(name, candidate)),
        BaselineBefore = stats.Read(new(name, baseline)),
        Step = step,
    };

    private void Set(PromptStanding standing, int first)
    {
        _isChanged |= !ReferenceEquals(standing, _standing);
        _standing = standing;
        if (standing.Trial is not { } trial)
        {
            _alarm = null;
            return;
        }

        // A step whose requests have come waits for its time, which no request needs to tell.
        var next = LookSchedule.At(trial.Look, first);
        if (trial.Step is { } step && trial.Candidates(stats, name).Judged < step.RequestsBefore + step.Requests)
            next = Math.Min(next, step.RequestsBefore + step.Requests);
        _alarm = new(trial.Candidate, trial.CandidateBefore.Judged + next);
    }

    private sealed record Alarm(string Version, long At);
}
