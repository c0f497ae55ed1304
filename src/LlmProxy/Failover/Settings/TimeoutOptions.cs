using System.ComponentModel.DataAnnotations;

namespace LlmProxy.Failover.Settings;

/// <summary>How long a provider may take. A route's setting goes before its cluster's; what neither sets has the default.</summary>
public sealed class TimeoutOptions
{
    /// <summary>To open a connection. 100 ms to 1 min; default 5 s. Error code <c>connect_timeout</c>.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan? Connect { get; init; }

    /// <summary>
    /// From sending a request for a stream to the first byte of the answer's body. 100 ms to 1 h; default 30 s, and 5 min for models
    /// that reason. Error code <c>first_byte_timeout</c>. A call that is not streamed has only <see cref="Total"/>.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan? FirstByte { get; init; }

    /// <summary>Between any two bytes of a stream. 100 ms to 1 h; default 30 s, and 5 min for models that reason. Error code <c>idle_timeout</c>.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan? Idle { get; init; }

    /// <summary>From the arrival of the request to the last byte of its answer, all attempts and waits included. 100 ms to 24 h; default 10 min. Error code <c>total_timeout</c>.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan? Total { get; init; }
}
