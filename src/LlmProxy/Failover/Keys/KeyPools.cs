using System.Collections.Concurrent;
using System.Net.Http.Headers;
using LlmProxy.Configuration;
using LlmProxy.Core.Limits;
using LlmProxy.Failover.Failures;
using LlmProxy.Telemetry;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Failover.Keys;

/// <summary>Which of a cluster's keys is used next, and what is known about each.</summary>
/// <remarks>
/// A key is known by its hash, so that a reload keeps what is known of it wherever it then stands in the list. There is one pool for
/// each cluster with the keys that the cluster has; pools of clusters that are gone leave when the next one is made.
/// </remarks>
internal sealed partial class KeyPools(TimeProvider clock, LlmConfigState configuration, ILogger<KeyPools> logger)
{
    private readonly ConcurrentDictionary<string, KeyPool> _pools = new(StringComparer.OrdinalIgnoreCase);
    private volatile bool _hasNotes;

    /// <summary>The key for the next attempt; <c>null</c> where the cluster has none.</summary>
    /// <remarks>
    /// Those that are refused or at a limit are left out; of the others the one with the most left of its limits is taken, and in turn
    /// where that is about the same. Where all are at a limit, the one that is free first; where all are refused, one of them all
    /// the same, so that the caller sees the provider's own error.
    /// </remarks>
    /// <param name="cluster">The cluster.</param>
    /// <param name="model">The provider's name of the model; limits are counted for each.</param>
    /// <param name="tried">Keys that have failed for this request; one of them is taken only where no other is left.</param>
    /// <param name="mayProbe">Whether the request can be sent again, so that it may try a key that was refused some time ago.</param>
    public ApiKeyModel? Pick(LlmClusterModel cluster, string? model, IReadOnlyList<ApiKeyModel>? tried, bool mayProbe = true) =>
        cluster.Keys.Count switch
        {
            0 => null,
            1 => cluster.Keys[0],
            _ => PoolOf(cluster).Pick(model ?? "", tried, mayProbe),
        };

    /// <summary>Whether there is a key that was not tried and is neither refused nor at its limit.</summary>
    public bool HasOther(LlmClusterModel cluster, string? model, IReadOnlyList<ApiKeyModel> tried) =>
        cluster.Keys.Count > 1 && PoolOf(cluster).HasOther(model ?? "", tried);

    /// <summary>Takes note of how an attempt with a key ended.</summary>
    public void Note(LlmClusterModel cluster, ApiKeyModel key, string? model, CredentialSignal signal, TimeSpan? retryAfter)
    {
        if (signal == CredentialSignal.Works)
        {
            if (!_hasNotes)
                return;
        }
        else if (signal != CredentialSignal.None)
        {
            _hasNotes = true;
        }

        if (PoolOf(cluster).Find(key)?.Note(model ?? "", signal, retryAfter) is { } change)
            Tell(cluster.ClusterId, key.Number, SafeText.Of(model), change);
    }

    /// <summary>Takes note of what an answer's headers tell about the key's limits; of no use where there is no other key.</summary>
    public void NoteLimits(LlmClusterModel cluster, ApiKeyModel key, string? model, HttpResponseHeaders headers)
    {
        if (cluster.Keys.Count < 2)
            return;
        var limits = RateLimitHeaders.Read(headers.NonValidated, clock.GetUtcNow());
        if (Headroom(limits) is { } headroom)
            PoolOf(cluster).Find(key)?.NoteHeadroom(model ?? "", headroom, limits.Reset);
    }

    /// <summary>What is shown of a key.</summary>
    public KeyStatus StatusOf(LlmClusterModel cluster, ApiKeyModel key) =>
        _pools.TryGetValue(cluster.ClusterId, out var pool) ? pool.Find(key)?.Status() ?? default : default;

    /// <summary>The share that is left, of requests or of tokens, whichever is less; <c>null</c> where neither is told.</summary>
    private static double? Headroom(in RateLimits limits)
    {
        var requests = Share(limits.RemainingRequests, limits.LimitRequests);
        var tokens = Share(limits.RemainingTokens, limits.LimitTokens);
        return requests is { } r && tokens is { } t ? Math.Min(r, t) : requests ?? tokens;
    }

    private static double? Share(long? remaining, long? limit) => remaining switch
    {
        null => null,
        // Nothing is left, however much that would have been.
        0 => 0,
        { } left => limit > 0 ? Math.Min(1, (double)left / limit.Value) : null,
    };

    private KeyPool PoolOf(LlmClusterModel cluster) =>
        _pools.TryGetValue(cluster.ClusterId, out var pool) && pool.IsOf(cluster.Keys) ? pool : Renew(cluster);

    private KeyPool Renew(LlmClusterModel cluster)
    {
        lock (_pools)
        {
            _pools.TryGetValue(cluster.ClusterId, out var before);
            if (before?.IsOf(cluster.Keys) is true)
                return before;
            foreach (var id in _pools.Keys)
            {
                if (!configuration.Current.Clusters.Any(current => current.ClusterId.Equals(id, StringComparison.OrdinalIgnoreCase)))
                    _pools.TryRemove(id, out _);
            }

            return _pools[cluster.ClusterId] = new KeyPool(cluster.Keys, before, clock);
        }
    }

    private void Tell(string cluster, int key, string? model, KeyChange change)
    {
        switch (change.To)
        {
            case KeyCondition.Dead:
                Log.Refused(logger, key, cluster, change.RetryIn.TotalSeconds);
                break;
            case KeyCondition.Busy:
                Log.Busy(logger, key, cluster, model, change.RetryIn.TotalSeconds);
                break;
            case KeyCondition.NotForModel:
                Log.NotForModel(logger, key, cluster, model, change.RetryIn.TotalSeconds);
                break;
            default:
                Log.Works(logger, key, cluster);
                break;
        }
    }

    // Event ids 210 to 219. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(
            210, LogLevel.Warning,
            "Key {Key} of cluster '{Cluster}' is refused: wrong, or without money. Other keys are used; it is tried again in {RetrySeconds:0.###} s.",
            EventName = "KeyRefused")]
        public static partial void Refused(ILogger logger, int key, string cluster, double retrySeconds);

        [LoggerMessage(
            211, LogLevel.Information,
            "Key {Key} of cluster '{Cluster}' is at its limit for model '{Model}'; it is used again in {RetrySeconds:0.###} s.",
            EventName = "KeyBusy")]
        public static partial void Busy(ILogger logger, int key, string cluster, string? model, double retrySeconds);

        [LoggerMessage(
            212, LogLevel.Warning,
            "Key {Key} of cluster '{Cluster}' may not use model '{Model}'; it is tried again in {RetrySeconds:0.###} s.",
            EventName = "KeyNotForModel")]
        public static partial void NotForModel(ILogger logger, int key, string cluster, string? model, double retrySeconds);

        [LoggerMessage(213, LogLevel.Information, "Key {Key} of cluster '{Cluster}' works again.", EventName = "KeyWorks")]
        public static partial void Works(ILogger logger, int key, string cluster);
    }
}
