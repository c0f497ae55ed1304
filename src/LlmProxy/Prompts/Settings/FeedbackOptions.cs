using System.ComponentModel.DataAnnotations;

namespace LlmProxy.Prompts.Settings;

/// <summary>What is taken of what users think of answers.</summary>
public sealed class FeedbackOptions
{
    /// <summary>The newest requests under prompts and experiments of which is remembered what they ran under; older ones are looked up in the ledger. 1,000 to 10,000,000; default 100,000, some 20 MB.</summary>
    [Range(1_000, 10_000_000)]
    public int RememberedRequests { get; set; } = 100_000;

    /// <summary>Most feedback that is kept; beyond it the oldest is forgotten, and stays counted. 1,000 to 10,000,000; default 100,000.</summary>
    [Range(1_000, 10_000_000)]
    public int Kept { get; set; } = 100_000;

    /// <summary>Most feedback of one key (of an open gateway: of one address) in a minute; more is refused with 429. 1 to 1,000,000; default 600.</summary>
    [Range(1, 1_000_000)]
    public int PerMinute { get; set; } = 600;
}
