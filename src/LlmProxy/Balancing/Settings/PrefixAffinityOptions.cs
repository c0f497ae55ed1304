using System.ComponentModel.DataAnnotations;

namespace LlmProxy.Balancing.Settings;

/// <summary>How the policy <see cref="BalancingNames.PrefixAffinity"/> trades warm caches for even load.</summary>
public sealed class PrefixAffinityOptions
{
    /// <summary>
    /// How many requests a destination may have under way, as a multiple of the mean. Lower is more even, higher keeps more
    /// prompts where they are cached. 1.05 to 10; default 1.25.
    /// </summary>
    [Range(1.05, 10.0)]
    public double LoadFactor { get; init; } = 1.25;

    /// <summary>
    /// Requests under way up to which a destination is never too busy for a conversation that it has served, whatever the mean
    /// is: few requests run beside each other for next to nothing. 1 to 1,000; default 4.
    /// </summary>
    [Range(1, 1_000)]
    public int FreeRequests { get; init; } = 4;

    /// <summary>How long a prefix is remembered after it was last seen. 1 s to 12 h; default 30 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "12:00:00")]
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// How many prefixes are remembered for the cluster, about one for each message and each 1,024 bytes of it; 16 bytes each.
    /// The one not seen for longest of four makes place. 1,024 to 16,777,216; default 131,072.
    /// </summary>
    [Range(1_024, 16_777_216)]
    public int MaxPrefixes { get; init; } = 131_072;
}
