using System.ComponentModel.DataAnnotations;

namespace LlmProxy.Failover.Settings;

/// <summary>Copies of requests that go to another model or cluster in the background. Their answers are recorded, and never shown to a client.</summary>
public sealed class ShadowOptions
{
    /// <summary>Where the copies go: <c>model</c>, or <c>model@cluster</c>. Not set: no copies are made.</summary>
    public string? Target { get; init; }

    /// <summary>How many requests are copied, in per cent. 0 to 100; default 1.</summary>
    [Range(0.0, 100.0)]
    public double Percent { get; init; } = 1;

    /// <summary>Most copies under way at once; above it none is made. 1 to 1,000; default 8.</summary>
    [Range(1, 1000)]
    public int MaxConcurrent { get; init; } = 8;

    /// <summary>Whether the texts of both answers are recorded too, not only their figures. Default false.</summary>
    public bool RecordContent { get; init; }
}
