using System.Collections.Concurrent;
using LlmProxy.Core.Prompts;
using LlmProxy.Prompts.Experiments;
using LlmProxy.Prompts.Rollouts;

namespace LlmProxy.Prompts.Quality;

/// <summary>The tallies of all versions of prompts, and of all variants of experiments. Safe for use by many threads.</summary>
/// <remarks>
/// At most <see cref="MaxSeries"/>; what comes beyond them is counted together, under <c>other</c>, and in nobody's own tally. So that what is new finds
/// a place, <see cref="Release"/> is called from time to time.
/// </remarks>
internal sealed class PromptStats
{
    /// <summary>Most series: of 2.5 KiB each, which is 2.5 MiB together.</summary>
    public const int MaxSeries = 1_000;

    /// <summary>Places that <see cref="Release"/> keeps free.</summary>
    public const int FreeSeries = 100;

    private const string PromptPrefix = "prompt/";
    private const string NamedPrefix = "named/";
    private const string VariantPrefix = "variant/";

    private readonly ConcurrentDictionary<PromptId, PromptSeries> _prompts = new();
    private readonly ConcurrentDictionary<PromptId, PromptSeries> _named = new();
    private readonly ConcurrentDictionary<(string Experiment, string Variant), PromptSeries> _variants = new();
    private readonly PromptSeries _other = new("other");
    private int _count;
    private volatile bool _isComplete;

    /// <summary>Whether what earlier processes have counted is among it.</summary>
    public bool IsComplete
    {
        get => _isComplete;
        set => _isComplete = value;
    }

    /// <summary>Whose requests versions on trial have had.</summary>
    public TrialCallers Callers { get; } = new();

    /// <summary>Counts a request.</summary>
    /// <returns>How many judged requests its version has with it; 0: it is not judged, somebody has named the version, or there is none.</returns>
    public long Add(PromptOutcome outcome)
    {
        foreach (var assignment in outcome.Assignments)
            Of(assignment.Experiment, assignment.Variant).Add(outcome);
        if (outcome is not { IsShadow: false, Prompt: { } prompt })
            return 0;
        var judged = Of(prompt, outcome.IsNamed).Add(outcome);
        return outcome.IsNamed ? 0 : judged;
    }

    /// <summary>Counts what somebody thinks of an answer.</summary>
    public void Rate(PromptId? prompt, IReadOnlyList<Assignment> assignments, Feedback feedback, Feedback? before)
    {
        foreach (var assignment in assignments)
            Of(assignment.Experiment, assignment.Variant).Rate(feedback, before);
        if (prompt is not { } rated)
            return;
        var isMoved = before is not null && before.IsNamed != feedback.IsNamed;
        Of(rated, feedback.IsNamed).Rate(feedback, isMoved ? null : before);
        if (isMoved)
            Of(rated, before!.IsNamed).Rate(null, before);
    }

    /// <summary>The tally of a version, of the requests for which the gateway has chosen it; empty where there are none. Gates judge by it.</summary>
    public PromptTally Read(PromptId prompt) => _prompts.TryGetValue(prompt, out var series) ? series.Read() : new();

    /// <summary>The tally of a version, of all its requests.</summary>
    public PromptTally ReadAll(PromptId prompt) => _named.TryGetValue(prompt, out var series) ? Read(prompt).Plus(series.Read()) : Read(prompt);

    /// <summary>The tallies of an experiment's variants, by name.</summary>
    public IReadOnlyDictionary<string, PromptTally> ReadVariants(string experiment) =>
        _variants.Where(pair => pair.Key.Experiment == experiment)
            .ToDictionary(pair => pair.Key.Variant, pair => pair.Value.Read(), StringComparer.Ordinal);

    /// <summary>The tally of a variant, empty where it has answered nothing.</summary>
    public PromptTally ReadVariant(string experiment, string variant) => _variants.TryGetValue((experiment, variant), out var series) ? series.Read() : new();

    /// <summary>The versions of a prompt that have a tally.</summary>
    public IReadOnlyList<PromptId> Versions(string name) => [.. _prompts.Keys.Union(_named.Keys).Where(id => id.Name == name)];

    /// <summary>Lets series go that are not needed, the least needed and longest unused first, until <see cref="FreeSeries"/> places are free.</summary>
    /// <param name="ofPrompt">What a version's series is needed for.</param>
    /// <param name="ofVariant">What a variant's is needed for, by experiment and variant.</param>
    /// <returns>The keys of those that are gone.</returns>
    public IReadOnlyList<string> Release(Func<PromptId, SeriesUse> ofPrompt, Func<string, string, SeriesUse> ofVariant)
    {
        var most = MaxSeries - FreeSeries;
        var tooMany = Count - most;
        if (tooMany <= 0)
            return [];
        var released = _prompts.Select(pair => (Series: pair.Value, Use: ofPrompt(pair.Key), Remove: (Func<bool>)(() => _prompts.TryRemove(pair))))
            // Nothing is judged by requests that have named their version.
            .Concat(_named.Select(pair => (Series: pair.Value, Use: SeriesUse.Gone, Remove: (Func<bool>)(() => _named.TryRemove(pair)))))
            .Concat(_variants.Select(pair => (Series: pair.Value, Use: ofVariant(pair.Key.Experiment, pair.Key.Variant), Remove: (Func<bool>)(() => _variants.TryRemove(pair)))))
            .Where(series => series.Use != SeriesUse.Needed)
            .OrderBy(series => series.Use).ThenBy(series => series.Series.LastUsed)
            .Take(tooMany)
            .Where(series => series.Remove())
            .Select(series => series.Series.Key)
            .ToList();
        Volatile.Write(ref _count, Count);
        return released;
    }

    /// <summary>Whether there is no place for what is new.</summary>
    public bool IsFull => Count >= MaxSeries;

    private int Count => _prompts.Count + _named.Count + _variants.Count;

    /// <summary>Adds what an earlier process has counted under a key; one of another form is left alone.</summary>
    public void Restore(string key, PromptTally tally) => Find(key)?.Restore(tally);

    /// <summary>What has changed since the last call, by key.</summary>
    public IEnumerable<(string Key, PromptTally Tally)> TakeChanged()
    {
        foreach (var series in _prompts.Values.Concat(_named.Values).Concat(_variants.Values).Append(_other))
        {
            if (series.TakeChanged() is { } tally)
                yield return (series.Key, tally);
        }
    }

    private PromptSeries? Find(string key)
    {
        if (key == _other.Key)
            return _other;
        if (VersionOf(key, PromptPrefix) is { } prompt)
            return Of(prompt, isNamed: false);
        if (VersionOf(key, NamedPrefix) is { } named)
            return Of(named, isNamed: true);
        return key.StartsWith(VariantPrefix, StringComparison.Ordinal) && key[VariantPrefix.Length..].Split('=', 2) is [var experiment, var variant]
            ? Of(experiment, variant)
            : null;
    }

    private static PromptId? VersionOf(string key, string prefix) =>
        key.StartsWith(prefix, StringComparison.Ordinal) && PromptId.TryRead(key[prefix.Length..], out var name, out var version) && version is not null
            ? new(name, version) : null;

    private PromptSeries Of(PromptId prompt, bool isNamed)
    {
        var all = isNamed ? _named : _prompts;
        if (all.TryGetValue(prompt, out var series))
            return series;
        return HasRoom() ? all.GetOrAdd(prompt, static (prompt, prefix) => new(prefix + prompt), isNamed ? NamedPrefix : PromptPrefix) : _other;
    }

    private PromptSeries Of(string experiment, string variant) =>
        _variants.TryGetValue((experiment, variant), out var series) ? series
            : HasRoom() ? _variants.GetOrAdd((experiment, variant), static pair => new($"{VariantPrefix}{pair.Experiment}={pair.Variant}")) : _other;

    // Two requests that are first at once may both take a place: the bound is of memory, and a place too many taken is none lost.
    private bool HasRoom() => Volatile.Read(ref _count) < MaxSeries && Interlocked.Increment(ref _count) <= MaxSeries;
}
