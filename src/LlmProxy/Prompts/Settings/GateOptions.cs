using System.ComponentModel.DataAnnotations;

namespace LlmProxy.Prompts.Settings;

/// <summary>When a new version of a prompt goes back to the one before it. For all prompts, or for one, or for the variants of an experiment, whose control is the one before: what one does not set is as for all.</summary>
public sealed class GateOptions
{
    /// <summary>Whether versions are judged at all. Default true.</summary>
    public bool? Enabled { get; set; }

    /// <summary>Requests of the new version before it is judged for the first time, and that a baseline must have. 20 to 100,000; default 100.</summary>
    [Range(20, 100_000)]
    public int? MinRequests { get; set; }

    /// <summary>It goes back where it fails so many times as often as the one before it; 0: errors are not judged. 0 to 100; default 2.</summary>
    [Range(typeof(decimal), "0", "100")]
    public decimal? ErrorFactor { get; set; }

    /// <summary>As <see cref="ErrorFactor"/>, for requests that guards block. 0 to 100; default 0.</summary>
    [Range(typeof(decimal), "0", "100")]
    public decimal? BlockFactor { get; set; }

    /// <summary>As <see cref="ErrorFactor"/>, for the mean cost of a request. 0 to 100; default 0: a better version may cost more.</summary>
    [Range(typeof(decimal), "0", "100")]
    public decimal? CostFactor { get; set; }

    /// <summary>As <see cref="ErrorFactor"/>, for the geometric mean of whole answers' latencies. 0 to 100; default 0.</summary>
    [Range(typeof(decimal), "0", "100")]
    public decimal? LatencyFactor { get; set; }

    /// <summary>It goes back where its mean rating is so far below that of the one before it, with 20 ratings of each; 0: ratings are not judged. 0 to 4; default 0.</summary>
    [Range(typeof(decimal), "0", "4")]
    public decimal? RatingDrop { get; set; }

    /// <summary>The probability, over all looks and gates together, that a version goes back which is no worse. 0.000001 to 0.2; default 0.01.</summary>
    [Range(typeof(decimal), "0.000001", "0.2")]
    public decimal? Significance { get; set; }

    /// <summary>The share of failed requests above which a version goes back where nothing is known of the one before it. 0.01 to 1; default 0.25.</summary>
    [Range(typeof(decimal), "0.01", "1")]
    public decimal? MaxErrorRate { get; set; }

    /// <summary>Requests after which a version that is live is no longer new, and is not judged any more. 100 to 10,000,000; default 10,000.</summary>
    [Range(100, 10_000_000)]
    public long? WatchRequests { get; set; }
}
