namespace LlmProxy.Failover.Breakers;

/// <summary>What a circuit lets through. The numbers are those of the metric <c>llmproxy.breaker.state</c>; they keep their meaning.</summary>
internal enum CircuitState
{
    /// <summary>Everything.</summary>
    Closed = 0,

    /// <summary>A share that grows: what recovered is not given all its traffic at once.</summary>
    Ramping = 1,

    /// <summary>One attempt at a time, to see whether it works again.</summary>
    HalfOpen = 2,

    /// <summary>Nothing.</summary>
    Open = 3,
}
