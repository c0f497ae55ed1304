using System.Collections.Concurrent;
using LlmProxy.Telemetry;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Metering.Prices;

/// <summary>Remembers which models were used lately without a known price, and says so.</summary>
/// <remarks>At most <see cref="Capacity"/> are remembered; beyond that the one not seen for longest is forgotten.</remarks>
internal sealed partial class UnknownPrices(LlmMetrics metrics, TimeProvider clock, ILogger<UnknownPrices> logger)
{
    /// <summary>How many models are remembered.</summary>
    public const int Capacity = 100;

    /// <summary>How long one is remembered after its last use.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    // A caller can name any model where a cluster takes any.
    private const int MaxNameLength = 200;
    private readonly ConcurrentDictionary<(string Cluster, string? Model), DateTimeOffset> _seen = new();
    private readonly Lock _changing = new();

    /// <summary>Notes that a model was used without a price.</summary>
    public void Note(string cluster, string? model)
    {
        metrics.CostUnknown(cluster);
        var now = clock.GetUtcNow();
        var key = (cluster, model is { Length: > MaxNameLength } ? model[..MaxNameLength] : model);
        if (_seen.TryGetValue(key, out var last))
        {
            // Once a second is exact enough, and a busy model is not written to by every request.
            if (now - last >= TimeSpan.FromSeconds(1))
                _seen[key] = now;
            return;
        }

        lock (_changing)
        {
            if (_seen.Count >= Capacity)
                _seen.TryRemove(_seen.MinBy(pair => pair.Value).Key, out _);
            if (!_seen.TryAdd(key, now))
                return;
        }

        Log.Unknown(logger, SafeText.Of(key.Item2) ?? "(none)", cluster);
    }

    /// <summary>The models used without a price in the last hour, in no order.</summary>
    public IReadOnlyList<(string Cluster, string? Model, DateTimeOffset LastUsed)> Recent()
    {
        var since = clock.GetUtcNow() - Memory;
        return [.. _seen.Where(pair => pair.Value > since).Select(pair => (pair.Key.Cluster, pair.Key.Model, pair.Value))];
    }

    // Event ids 420 to 429. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(420, LogLevel.Warning,
            "Nobody knows what model '{Model}' costs at cluster '{Cluster}'; its costs are unknown. Set LlmProxy:Prices:Models.",
            EventName = "PriceUnknown")]
        public static partial void Unknown(ILogger logger, string model, string cluster);
    }
}
