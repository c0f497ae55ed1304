namespace LlmProxy.Failover.Failures;

/// <summary>Which list of fallbacks a failure is answered by.</summary>
public enum FailureClass
{
    /// <summary>The model's fallbacks.</summary>
    General,

    /// <summary>Those for rate limits, else the model's.</summary>
    RateLimit,

    /// <summary>Those for prompts that are too long, and no others.</summary>
    ContextLength,

    /// <summary>Those for refused content, and no others.</summary>
    ContentFilter,
}
