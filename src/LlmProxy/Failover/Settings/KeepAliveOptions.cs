using System.ComponentModel.DataAnnotations;

namespace LlmProxy.Failover.Settings;

/// <summary>Comments (<c>: keep-alive</c>) that are sent to the client of a stream while the provider is silent, so that nothing in between gives the connection up.</summary>
public sealed class KeepAliveOptions
{
    /// <summary>Whether comments are sent, once the stream has begun. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>How long the provider may be silent before a comment is sent, and between two comments. 100 ms to 10 min; default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Whether comments are sent even before any provider has answered. The price: the status is 200 by then, so that a request that fails
    /// after all ends in an error inside the stream. Default false.
    /// </summary>
    public bool Early { get; init; }
}
