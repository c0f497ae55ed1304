namespace LlmProxy.Failover.Breakers;

/// <summary>Why a circuit has changed.</summary>
internal enum CircuitReason
{
    /// <summary>Too many failures in a row.</summary>
    FailuresInRow,

    /// <summary>Too large a share of failures.</summary>
    FailureRate,

    /// <summary>A probe has failed.</summary>
    ProbeFailed,

    /// <summary>It failed again while its traffic was growing.</summary>
    FailedWhileRamping,

    /// <summary>It was open for long enough; a probe goes out.</summary>
    WaitOver,

    /// <summary>All its probes were answered.</summary>
    ProbesAnswered,

    /// <summary>It has all its traffic again.</summary>
    RampedUp,
}
