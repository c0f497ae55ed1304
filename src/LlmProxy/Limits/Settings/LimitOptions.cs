using System.ComponentModel.DataAnnotations;

namespace LlmProxy.Limits.Settings;

/// <summary>What may be used in a time; what is not set is not limited here.</summary>
public class LimitOptions
{
    /// <summary>Most requests in a minute, which begins with the first one. 1 to 1,000,000,000. Not set: no limit.</summary>
    [Range(1, 1_000_000_000)]
    public long? RequestsPerMinute { get; set; }

    /// <summary>Most tokens, of prompts and answers, in a minute, which begins with the first request. 1 to 1,000,000,000,000. Not set: no limit.</summary>
    [Range(1, 1_000_000_000_000)]
    public long? TokensPerMinute { get; set; }

    /// <summary>Most tokens, of prompts and answers, in a day of UTC. 1 to 1,000,000,000,000,000. Not set: no limit.</summary>
    [Range(1, 1_000_000_000_000_000)]
    public long? TokensPerDay { get; set; }

    /// <summary>Most requests at once. 1 to 1,000,000. Not set: no limit.</summary>
    [Range(1, 1_000_000)]
    public int? ConcurrentRequests { get; set; }
}
