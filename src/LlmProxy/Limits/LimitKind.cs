namespace LlmProxy.Limits;

/// <summary>What a limit counts.</summary>
internal enum LimitKind
{
    /// <summary>Requests in a minute.</summary>
    RequestsPerMinute,

    /// <summary>Tokens in a minute.</summary>
    TokensPerMinute,

    /// <summary>Tokens in a day.</summary>
    TokensPerDay,

    /// <summary>Requests at once.</summary>
    ConcurrentRequests,

    /// <summary>Money in a day, week or month.</summary>
    Budget,
}
