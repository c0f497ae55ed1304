using System.Collections.Concurrent;

namespace LlmProxy.Telemetry;

/// <summary>Keeps the models that metrics are labelled with a closed set.</summary>
/// <remarks>
/// A label is the name or pattern in the configuration that a request's model matched, never the caller's own word,
/// of which there is no end. Reloads can bring new names for as long as the process lives, hence the bound: at
/// <see cref="Capacity"/> names, further ones are <see cref="TagNames.Other"/>.
/// </remarks>
internal sealed class ModelLabels
{
    /// <summary>Most labels in the life of the process; half of the series that OpenTelemetry keeps for one metric.</summary>
    public const int Capacity = 1_000;

    private readonly ConcurrentDictionary<string, string> _labels = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>The label for the configured name or pattern that matched.</summary>
    /// <param name="pattern">From the configuration; <c>null</c> where nothing matched.</param>
    public string Of(string? pattern)
    {
        if (pattern is null) return TagNames.Other;
        if (_labels.TryGetValue(pattern, out var label)) return label;
        if (Volatile.Read(ref _count) >= Capacity || Interlocked.Increment(ref _count) > Capacity) return TagNames.Other;
        return _labels.GetOrAdd(pattern, pattern);
    }
}
