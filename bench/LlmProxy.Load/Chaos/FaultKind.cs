namespace LlmProxy.Load.Chaos;

/// <summary>What a target does to each request that reaches it, until it is switched.</summary>
internal enum FaultKind
{
    /// <summary>The whole answer.</summary>
    None,

    /// <summary>The whole answer, late and with long pauses.</summary>
    Slow,

    /// <summary>Nobody listens at the port.</summary>
    Refuse,

    /// <summary>The connection is reset once the request is read.</summary>
    Reset,

    /// <summary>429 with <c>Retry-After: 1</c>.</summary>
    RateLimit,

    /// <summary>500.</summary>
    ServerError,

    /// <summary>503.</summary>
    Overloaded,

    /// <summary>A stream: silence until the caller leaves. A plain call, which has no limit for the first byte: silence, then a reset.</summary>
    Hang,

    /// <summary>200, and an error where the answer should be: as the first event, or as the JSON.</summary>
    ErrorInAnswer,

    /// <summary>200 and an end before any content: a stream ends after its role, a plain answer after ten bytes.</summary>
    CutEarly,

    /// <summary>A first frame, or a whole answer, that is no valid JSON.</summary>
    Malformed,

    /// <summary>A reset in the middle of the content.</summary>
    ResetMid,

    /// <summary>An end in the middle of the content; that of a stream is clean.</summary>
    CutMid,

    /// <summary>Silence in the middle of the content.</summary>
    HangMid,
}
