using System.ComponentModel.DataAnnotations;

namespace LlmProxy.Failover.Settings;

/// <summary>How often, and after what wait, a failed request is tried again. Nothing of it applies once the client has bytes.</summary>
public sealed class RetryOptions
{
    /// <summary>Most attempts for one model at one cluster, the first included. 1 to 10; default 3. With 1 the next try goes to the next cluster or model.</summary>
    [Range(1, 10)]
    public int MaxAttempts { get; init; } = 3;

    /// <summary>Most attempts at one destination while the cluster has another that was not tried. 1 to 10; default 2.</summary>
    [Range(1, 10)]
    public int MaxPerDestination { get; init; } = 2;

    /// <summary>Most attempts for one request, over all clusters and models. 1 to 30; default 8.</summary>
    [Range(1, 30)]
    public int MaxTotal { get; init; } = 8;

    /// <summary>The first wait before the same destination is tried again; it doubles each time, and a random part of it is waited (full jitter). 0 to 1 min; default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan BaseDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest such wait. 0 to 5 min; default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The longest wait that a provider may ask for with <c>Retry-After</c> or its reset headers; one that asks for more is not
    /// tried again for this request. 0 to 10 min; default 10 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A failure that took longer than this is not retried at the same cluster, which would double the wait. 0 to 10 min; default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan SlowAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether the other clusters of the route that list the same model (by name or pattern, a bare <c>*</c> excepted) are tried before the fallback models. Default true.</summary>
    public bool OtherClusters { get; init; } = true;
}
