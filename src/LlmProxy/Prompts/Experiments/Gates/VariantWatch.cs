using LlmProxy.Configuration;
using LlmProxy.Events;
using LlmProxy.Prompts.Quality;
using LlmProxy.Prompts.Rollouts;
using LlmProxy.Prompts.Settings;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Prompts.Experiments.Gates;

/// <summary>Judges the variants of experiments by the control, and gives the callers of one that fails a gate the control, for good. Behind the requests.</summary>
/// <remarks>
/// What is kept is of the variants of the configuration, and of those that were once in it: an experiment that goes and comes again knows what failed.
/// Beyond <see cref="MaxStandings"/> those that are in it no more are forgotten. Shadow variants answer nobody, and are not judged.
/// </remarks>
internal sealed partial class VariantWatch(
    PromptStats stats, PromptWatch versions, VariantStops stops, LlmConfigState configuration, IEventHub events, TimeProvider clock, ILogger<VariantWatch> logger)
{
    /// <summary>What is kept of variants that the configuration does not have.</summary>
    public const int MaxStandings = 1_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Experiment, string Variant), VariantStanding> _standings = [];
    private readonly HashSet<(string Experiment, string Variant)> _changed = [];
    private bool _isReady;

    /// <summary>What is known of a variant; <c>null</c>: nothing.</summary>
    public VariantStanding? Of(string experiment, string variant)
    {
        lock (_lock)
            return _standings.GetValueOrDefault((experiment, variant));
    }

    /// <summary>What an earlier process has known; from now on variants are judged.</summary>
    public void Restore(IEnumerable<(string Experiment, string Variant, VariantStanding Standing)> standings)
    {
        lock (_lock)
        {
            foreach (var (experiment, variant, standing) in standings)
                _standings[(experiment, variant)] = standing;
            _isReady = true;
        }
    }

    /// <summary>What is to be kept, of the variants of which it has changed; <c>null</c>: it is forgotten.</summary>
    public IReadOnlyList<(string Experiment, string Variant, VariantStanding? Standing)> TakeChanged()
    {
        lock (_lock)
        {
            (string, string, VariantStanding?)[] changed = [.. _changed.Select(key => (key.Experiment, key.Variant, _standings.GetValueOrDefault(key)))];
            _changed.Clear();
            return changed;
        }
    }

    /// <summary>Looks at all variants of the configuration.</summary>
    public void Tick()
    {
        lock (_lock)
        {
            if (!_isReady)
                return;
            var experiments = configuration.Current.Proxy.Experiments;
            foreach (var experiment in experiments.Enabled)
            {
                foreach (var variant in experiment.Variants)
                    Look(experiment, variant);
            }

            Forget(experiments);
            stops.Set(_standings.Where(pair => pair.Value.IsStopped).Select(pair => pair.Key));
        }
    }

    /// <summary>Gives a variant its callers again; it is judged anew, from zero.</summary>
    /// <returns>Whether it was stopped.</returns>
    public bool Resume(ExperimentModel experiment, VariantModel variant, string? author, string? reason)
    {
        lock (_lock)
        {
            if (_standings.GetValueOrDefault((experiment.Name, variant.Name)) is not { IsStopped: true } stopped)
                return false;
            var note = new VariantNote(clock.GetUtcNow(), VariantNote.Resumed, author, reason);
            Set(experiment, variant, Begin(experiment, variant, stopped.Notes).With(note) with { IsWanted = true });
            stops.Set(_standings.Where(pair => pair.Value.IsStopped).Select(pair => pair.Key));
        }

        Log.Resumed(logger, experiment.Name, variant.Name);
        return true;
    }

    private void Look(ExperimentModel experiment, VariantModel variant)
    {
        if (variant.IsShadow)
            return;
        var tally = stats.ReadVariant(experiment.Name, variant.Name);
        var known = _standings.GetValueOrDefault((experiment.Name, variant.Name));
        // What was counted since the tallies were last written is lost in a crash: they may be behind what they were.
        if (known is null || known.Definition != VariantStanding.DefinitionOf(experiment, variant) || (!known.IsStopped && tally.Requests < known.Before.Requests))
            Set(experiment, variant, known = Begin(experiment, variant, known?.Notes ?? []));
        var isTakenBack = IsTakenBack(experiment, variant);
        if (known.IsWanted && isTakenBack == false)
            Set(experiment, variant, known = known with { IsWanted = false });
        if (known.IsStopped)
            return;
        if (isTakenBack == true && !known.IsWanted)
            Stop(experiment, variant, known, $"version '{variant.Version}' of prompt '{experiment.Prompt}' was taken back");
        else if (variant != experiment.Control)
            Judge(experiment, variant, known, tally);
    }

    private void Judge(ExperimentModel experiment, VariantModel variant, VariantStanding known, PromptTally tally)
    {
        var control = stats.ReadVariant(experiment.Name, experiment.Control.Name);
        if (control.Requests < known.ControlBefore.Requests)
        {
            Set(experiment, variant, Begin(experiment, variant, known.Notes));
            return;
        }

        var gates = new GateModel(experiment.Gates, configuration.Current.Proxy.Prompts.Gates);
        var (next, reason) = VariantGates.Look(gates, known, new(variant.Name, tally), new(experiment.Control.Name, control));
        if (next != known.Look)
            Set(experiment, variant, known = known with { Look = next });
        if (reason is not null)
            Stop(experiment, variant, known, reason);
    }

    private void Stop(ExperimentModel experiment, VariantModel variant, VariantStanding known, string reason)
    {
        var now = clock.GetUtcNow();
        Set(experiment, variant, known.With(new(now, VariantNote.Stopped, PromptWatch.Author, reason)) with { IsStopped = true });
        Log.Stopped(logger, experiment.Name, variant.Name, experiment.Control.Name, reason);
        if (events.Wants(EventTypes.VariantStopped))
            events.Publish(new ExperimentEvent(EventTypes.VariantStopped, now, new(experiment.Name, variant.Name, experiment.Control.Name, reason)));
    }

    /// <summary>Whether a variant's version was taken back; <c>null</c>: nothing is known of its prompt.</summary>
    private bool? IsTakenBack(ExperimentModel experiment, VariantModel variant) =>
        variant.Version is { } version ? versions.Of(experiment.Prompt!)?.TakenBack.Contains(version) : false;

    private VariantStanding Begin(ExperimentModel experiment, VariantModel variant, IReadOnlyList<VariantNote> notes) => VariantStanding.Begin(experiment, variant, stats, notes);

    private void Set(ExperimentModel experiment, VariantModel variant, VariantStanding standing)
    {
        _standings[(experiment.Name, variant.Name)] = standing;
        _changed.Add((experiment.Name, variant.Name));
    }

    private void Forget(ExperimentSet experiments)
    {
        if (_standings.Count <= MaxStandings)
            return;
        foreach (var gone in _standings.Keys.Where(key => experiments.Find(key.Experiment)?.Find(key.Variant) is null).ToList())
        {
            _standings.Remove(gone);
            _changed.Add(gone);
        }
    }

    // Event ids 711 and 712. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(711, LogLevel.Warning, "Experiment '{Experiment}': variant '{Variant}' is stopped, '{Control}' answers its callers: {Reason}.", EventName = "ExperimentVariantStopped")]
        public static partial void Stopped(ILogger logger, string experiment, string variant, string control, string reason);

        [LoggerMessage(712, LogLevel.Information, "Experiment '{Experiment}': variant '{Variant}' has its callers again.", EventName = "ExperimentVariantResumed")]
        public static partial void Resumed(ILogger logger, string experiment, string variant);
    }
}
