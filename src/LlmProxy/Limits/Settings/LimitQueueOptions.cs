using System.ComponentModel.DataAnnotations;

namespace LlmProxy.Limits.Settings;

/// <summary>Where requests wait for room in their limits, in place of being refused.</summary>
public sealed class LimitQueueOptions
{
    /// <summary>Whether requests wait. Default false: they are refused at once.</summary>
    public bool Enabled { get; set; }

    /// <summary>Most requests that wait at once, in all. 1 to 10,000; default 100. Beyond it they are refused.</summary>
    [Range(1, 10_000)]
    public int MaxLength { get; set; } = 100;

    /// <summary>How long a request may wait. 100 ms to 10 min; default 30 s. One whose turn cannot come by then is refused at once.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(30);
}
