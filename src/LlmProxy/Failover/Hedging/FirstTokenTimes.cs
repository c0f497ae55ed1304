using System.Collections.Concurrent;
using LlmProxy.Failover.Planning;
using LlmProxy.Failover.Settings;

namespace LlmProxy.Failover.Hedging;

/// <summary>How long first tokens take, for each cluster and model, streams apart from whole answers.</summary>
/// <remarks>Bounded: beyond 1,000 pairs no other is measured, and those wait as long as if nothing were known.</remarks>
internal sealed class FirstTokenTimes
{
    /// <summary>Fewest measurements that count.</summary>
    public const int MinSamples = 50;

    private const int MaxPairs = 1000;

    private readonly ConcurrentDictionary<(string Cluster, string Model, bool Stream), QuantileSketch> _times = new();
    private int _count;

    /// <summary>Takes note of one.</summary>
    public void Note(FailoverTarget target, bool stream, TimeSpan time)
    {
        var key = Key(target, stream);
        if (!_times.TryGetValue(key, out var sketch))
        {
            if (Volatile.Read(ref _count) >= MaxPairs)
                return;
            sketch = new QuantileSketch();
            if (_times.TryAdd(key, sketch))
                Interlocked.Increment(ref _count);
            else
                sketch = _times[key];
        }

        sketch.Add(time);
    }

    /// <summary>How long to wait for the first token before it is late.</summary>
    public TimeSpan Patience(FailoverTarget target, bool stream, HedgeOptions options)
    {
        if (!_times.TryGetValue(Key(target, stream), out var sketch) || sketch.Count < MinSamples)
            return options.MinDelay;
        var usual = sketch.Quantile(options.Percentile);
        return usual > options.MinDelay ? usual : options.MinDelay;
    }

    // The configured pattern rather than the caller's word, of which there is no end.
    private static (string Cluster, string Model, bool Stream) Key(FailoverTarget target, bool stream) =>
        (target.Cluster.ClusterId, target.Pattern ?? target.Model ?? "", stream);
}
