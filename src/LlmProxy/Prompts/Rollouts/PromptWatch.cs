using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using LlmProxy.Configuration;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Prompts;
using LlmProxy.Events;
using LlmProxy.Prompts.Catalogue;
using LlmProxy.Prompts.Quality;
using LlmProxy.Prompts.Settings;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Prompts.Rollouts;

/// <summary>Judges new versions of prompts while they answer, takes bad ones back, and rolls the others out step by step. Behind the requests.</summary>
/// <remarks>Prompts are those of the catalogue, so what is kept here is bounded by it. What is to be looked at waits in a queue of names, at most <see cref="MaxQueued"/>; at the bound the next tick does it.</remarks>
internal sealed partial class PromptWatch(
    IPromptCatalogue prompts, IPromptDecisions decisions, PromptStats stats, LlmConfigState configuration, IEventHub events, TimeProvider clock,
    ILogger<PromptWatch> logger) : IDisposable
{
    /// <summary>Whoever decides here, in a prompt's history.</summary>
    public const string Author = "gateway";

    private const int MaxQueued = 1_000;

    private readonly ConcurrentDictionary<string, WatchedPrompt> _watched = new(StringComparer.Ordinal);
    private readonly Channel<string> _due = Channel.CreateBounded<string>(new BoundedChannelOptions(MaxQueued) { FullMode = BoundedChannelFullMode.DropWrite });
    // One decision at a time: a rollout that is stopped while it steps is stopped.
    private readonly SemaphoreSlim _deciding = new(1, 1);
    private volatile bool _isReady;

    /// <summary>The prompts that are to be looked at.</summary>
    public ChannelReader<string> Due => _due.Reader;

    /// <summary>What is known of a prompt; <c>null</c>: nothing.</summary>
    public PromptStanding? Of(string name) => _watched.TryGetValue(name, out var watched) ? watched.Standing : null;

    /// <summary>What an earlier process has known; from now on versions are judged.</summary>
    public void Restore(IEnumerable<(string Name, PromptStanding Standing)> standings)
    {
        foreach (var (name, standing) in standings)
            Watched(name).Restore(standing, Gates(name).MinRequests);
        _isReady = true;
    }

    /// <summary>What is to be kept, of the prompts of which it has changed.</summary>
    public IEnumerable<(string Name, PromptStanding Standing)> TakeChanged() =>
        _watched.Values.Select(watched => (watched.Name, Standing: watched.TakeChanged())).Where(pair => pair.Standing is not null).Select(pair => (pair.Name, pair.Standing!));

    /// <summary>A request under a prompt has ended and will be counted: what was decided since the last one is seen first.</summary>
    public void See(string name)
    {
        if (!_isReady || prompts.Find(name) is not { } asset)
            return;
        var watched = Watched(name);
        if (!watched.HasSeen(asset))
            watched.See(asset, () => Plan(name), Gates(name).MinRequests, clock.GetUtcNow());
    }

    /// <summary>A request was counted.</summary>
    /// <param name="prompt">Its version.</param>
    /// <param name="judged">How many judged requests the version has with it.</param>
    public void Counted(PromptId prompt, long judged)
    {
        if (judged > 0 && _watched.TryGetValue(prompt.Name, out var watched) && watched.Counted(prompt.Version, judged))
            _due.Writer.TryWrite(prompt.Name);
    }

    /// <summary>Looks at all prompts: what a step's time, the configuration or another gateway has changed.</summary>
    /// <remarks>Where something fails for one prompt, the others are looked at all the same, and the first failure is thrown at the end.</remarks>
    public async Task TickAsync(CancellationToken cancellationToken)
    {
        if (!_isReady)
            return;
        ExceptionDispatchInfo? failure = null;
        foreach (var name in prompts.Prompts.Keys)
        {
            try
            {
                See(name);
                await StartConfiguredAsync(name, cancellationToken);
                await LookAsync(name, cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                failure ??= ExceptionDispatchInfo.Capture(e);
            }
        }

        failure?.Throw();
    }

    /// <summary>Judges the version of a prompt that is on trial, if there is one, and does what follows.</summary>
    public async Task LookAsync(string name, CancellationToken cancellationToken)
    {
        await _deciding.WaitAsync(cancellationToken);
        try
        {
            if (_watched.TryGetValue(name, out var watched) && watched.Standing.Trial is { } trial)
                await LookAsync(watched, trial, cancellationToken);
        }
        finally
        {
            _deciding.Release();
        }
    }

    /// <summary>Begins to roll a version out.</summary>
    /// <exception cref="LlmException">404, 409, 503: see <see cref="IPromptDecisions.StartRolloutAsync"/>.</exception>
    public async Task StartAsync(PromptId version, RolloutPlan plan, string? author, string? reason, CancellationToken cancellationToken)
    {
        await _deciding.WaitAsync(cancellationToken);
        try
        {
            // First of all, so that a name that nothing has leaves nothing here.
            var asset = prompts.Find(version.Name) ?? throw PromptErrors.NoPrompt(version.Name);
            See(version.Name);
            var (watched, now, first) = (Watched(version.Name), clock.GetUtcNow(), Gates(version.Name).MinRequests);
            var baseline = asset.Live.Id.Version;
            var step = new RolloutStep { Shares = plan.Shares, Began = now, Requests = plan.Requests, MinTime = plan.MinTime };
            var trial = watched.Begin(version.Version, baseline, step, now);
            var isLive = step.Share >= RolloutPlan.All;
            if (isLive)
                await decisions.SetLiveAsync(version, author, reason, cancellationToken);
            else
                await decisions.StartRolloutAsync(version, step.Share, author, reason, cancellationToken);
            watched.Change(known => Over(known, version.Version).Again(version.Version) with { Trial = isLive ? trial with { Step = null } : trial }, first);
            See(version.Name);
            Log.Step(logger, version.Name, version.Version, step.Share / 100m);
            Tell(EventTypes.PromptRollout, new(version.Name, version.Version, baseline, step.Share, reason));
        }
        finally
        {
            _deciding.Release();
        }
    }

    /// <summary>Ends a prompt's rollout: all requests get what is live.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> StopAsync(string name, string? author, string reason, CancellationToken cancellationToken)
    {
        await _deciding.WaitAsync(cancellationToken);
        try
        {
            See(name);
            if (Of(name)?.Trial is not { Step: not null } trial)
                return false;
            if (!await decisions.RollBackAsync(new(name, trial.Candidate), author, reason, cancellationToken: cancellationToken))
                return false;
            Watched(name).Change(trial, (known, _) => known.End(trial.Candidate), Gates(name).MinRequests);
            return true;
        }
        finally
        {
            _deciding.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _deciding.Dispose();

    private async Task LookAsync(WatchedPrompt watched, PromptTrial trial, CancellationToken cancellationToken)
    {
        var (name, gates, now) = (watched.Name, Gates(watched.Name), clock.GetUtcNow());
        if (trial.HasLost(stats, name))
        {
            // What was counted is no measure of it any more: it begins anew, on the step where it is.
            var anew = watched.Begin(trial.Candidate, trial.Baseline, trial.Step is { } at ? at with { Began = now, RequestsBefore = 0 } : null, now);
            watched.Change(trial, (known, _) => known with { Trial = anew }, gates.MinRequests);
            return;
        }

        var tally = trial.Candidates(stats, name);
        if (tally.Judged >= LookSchedule.At(trial.Look, gates.MinRequests))
        {
            // Where several are due at once, the latest and most telling is made, with its own part only.
            var look = LookSchedule.NextAfter(tally.Judged, trial.Look, gates.MinRequests) - 1;
            var former = trial.Baselines(stats, name, gates.MinRequests);
            // What one caller alone brings about is no reason to take it from all others.
            if (GateJudge.Judge(gates, look, new(trial.Candidate, tally), former) is { } reason
                && stats.Callers.Without(name, trial, tally).All(others => GateJudge.Judge(gates, look, new(trial.Candidate, others), former) is not null))
            {
                await TakeBackAsync(watched, trial, reason, gates, cancellationToken);
                return;
            }

            trial = trial with { Look = look + 1 };
        }

        if (trial.Step is null && tally.Judged >= gates.WatchRequests)
        {
            if (watched.Change(trial, (known, _) => known.End(trial.Candidate), gates.MinRequests))
                Log.Kept(logger, name, trial.Candidate, tally.Judged);
        }
        else if (trial.Step is { } step && step.IsOver(now, tally.Judged))
            await StepAsync(watched, trial, step.Next(now, tally.Judged), gates, cancellationToken);
        else
        {
            // Also where nothing is new: requests are told anew when the next look is, which a step that waits for its time must not put off.
            watched.Change(
                trial,
                (standing, same) => same.Look == trial.Look ? standing : standing with { Trial = same with { Look = trial.Look } },
                gates.MinRequests);
        }
    }

    private async Task StepAsync(WatchedPrompt watched, PromptTrial trial, RolloutStep next, GateModel gates, CancellationToken cancellationToken)
    {
        var version = new PromptId(watched.Name, trial.Candidate);
        var reason = $"step {next.Index + 1} of {next.Shares.Count}: {next.RequestsBefore} requests have failed no gate";
        if (!await decisions.StepRolloutAsync(version, next.Share, reason, cancellationToken))
        {
            // Somebody has ended it.
            watched.Change(trial, (known, _) => known.End(trial.Candidate), gates.MinRequests);
            return;
        }

        var isLive = next.Share >= RolloutPlan.All;
        // Where somebody has made it live meanwhile, there are no more steps.
        watched.Change(
            trial,
            (known, same) => (isLive ? known.End(trial.Candidate) : known) with
            {
                Trial = same with { Look = trial.Look, Step = isLive || same.Step is null ? null : next },
            },
            gates.MinRequests);
        See(watched.Name);
        Log.Step(logger, watched.Name, trial.Candidate, next.Share / 100m);
        Tell(EventTypes.PromptRollout, new(watched.Name, trial.Candidate, trial.Baseline, next.Share, reason));
    }

    private async Task TakeBackAsync(WatchedPrompt watched, PromptTrial trial, string reason, GateModel gates, CancellationToken cancellationToken)
    {
        // First that it has failed, so that nobody who sees the other version live again puts that one on trial; the trial is over once it is.
        if (!watched.Change(trial, (known, _) => known.Fail(trial.Candidate, reason), gates.MinRequests))
            return;
        var isBack = await decisions.RollBackAsync(new(watched.Name, trial.Candidate), Author, reason, trial.Baseline, cancellationToken);
        var isStillOn = watched.Change(trial, (known, _) => known.End(trial.Candidate), gates.MinRequests);
        if (!isBack)
        {
            // Else somebody has decided otherwise meanwhile.
            if (isStillOn)
                Log.NowhereToGo(logger, watched.Name, trial.Candidate, reason);
            return;
        }

        See(watched.Name);
        Log.TakenBack(logger, watched.Name, trial.Candidate, trial.Baseline, reason);
        Tell(EventTypes.PromptRolledBack, new(watched.Name, trial.Candidate, trial.Baseline, trial.Step?.Share, reason));
    }

    /// <summary>Begins what the configuration says, once: what is live or was so, was stopped or was taken back, stays as it is.</summary>
    private async Task StartConfiguredAsync(string name, CancellationToken cancellationToken)
    {
        if (!Options.Rollouts.TryGetValue(name, out var options) || options.To is not { } to || prompts.Find(name) is not { } asset
            || asset.Find(to) is null || asset.Live.Id.Version == to || Of(name) is not { } known || known.Trial?.Step is not null || known.Ended.Contains(to))
            return;
        await StartAsync(new(name, to), Plan(name), Author, "the configuration says so", cancellationToken);
    }

    /// <summary>What is known once a version is rolled out: the rollout of another one is over.</summary>
    private static PromptStanding Over(PromptStanding known, string version) =>
        known.Trial is { Candidate: var other } && other != version ? known.End(other) : known;

    private PromptOptions Options => configuration.Current.Proxy.Prompts;

    private GateModel Gates(string name) => GateModel.Of(Options, name);

    private RolloutPlan Plan(string name) => RolloutPlan.Of(Options.Rollouts.TryGetValue(name, out var options) ? options : null);

    private WatchedPrompt Watched(string name) => _watched.GetOrAdd(name, static (name, stats) => new(name, stats), stats);

    private void Tell(string type, in PromptEventData data)
    {
        if (events.Wants(type))
            events.Publish(new PromptEvent(type, clock.GetUtcNow(), data));
    }

    // Event ids 723 to 726. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(723, LogLevel.Warning, "Prompt '{Prompt}': version '{Version}' is taken back, '{Former}' answers again: {Reason}.", EventName = "PromptRolledBack")]
        public static partial void TakenBack(ILogger logger, string prompt, string version, string former, string reason);

        [LoggerMessage(724, LogLevel.Information, "Prompt '{Prompt}': version '{Version}' gets {Percent} % of requests.", EventName = "PromptRollout")]
        public static partial void Step(ILogger logger, string prompt, string version, decimal percent);

        [LoggerMessage(725, LogLevel.Information, "Prompt '{Prompt}': version '{Version}' has failed no gate in {Requests} requests, and is judged no more.", EventName = "PromptVersionKept")]
        public static partial void Kept(ILogger logger, string prompt, string version, long requests);

        [LoggerMessage(726, LogLevel.Error, "Prompt '{Prompt}': version '{Version}' fails a gate, and stays, since no version before it is there: {Reason}.", EventName = "PromptNotRolledBack")]
        public static partial void NowhereToGo(ILogger logger, string prompt, string version, string reason);
    }
}
