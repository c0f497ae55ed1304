namespace LlmProxy.Failover.Failures;

/// <summary>What may be tried after a failure, in this order.</summary>
[Flags]
public enum FailureActions
{
    /// <summary>Nothing: the failure is final.</summary>
    None = 0,

    /// <summary>Another key of the cluster, at once.</summary>
    OtherKey = 1,

    /// <summary>The same destination again, after a wait.</summary>
    SameDestination = 2,

    /// <summary>Another destination of the cluster, at once.</summary>
    OtherDestination = 4,

    /// <summary>The next cluster or model, at once.</summary>
    OtherTarget = 8,
}
