namespace LlmProxy.Failover.Failures;

/// <summary>What an attempt tells about its destination.</summary>
public enum BreakerSignal
{
    /// <summary>Nothing: the caller's fault, the key's, or nobody's.</summary>
    None,

    /// <summary>It works.</summary>
    Success,

    /// <summary>It is broken.</summary>
    Failure,
}
