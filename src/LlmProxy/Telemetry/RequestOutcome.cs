namespace LlmProxy.Telemetry;

/// <summary>How a request ended, as spans, metrics and the log line tell it.</summary>
public enum RequestOutcome
{
    /// <summary>The whole answer was delivered.</summary>
    Completed,

    /// <summary>The gateway refused the request: malformed, too large, not allowed, over a limit.</summary>
    Rejected,

    /// <summary>The provider refused or failed, and its own error was passed on.</summary>
    ProviderError,

    /// <summary>No provider gave an answer: unreachable, too slow, or broken before the first byte was delivered.</summary>
    Failed,

    /// <summary>No provider gave an answer, and the caller got the route's canned text instead of the error.</summary>
    LastResort,

    /// <summary>The answer broke off after its first byte had been delivered.</summary>
    Broken,

    /// <summary>The caller left first.</summary>
    ClientGone,

    /// <summary>The gateway itself failed.</summary>
    Faulted,
}
