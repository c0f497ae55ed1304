namespace LlmProxy.Failover.Failures;

/// <summary>How an attempt failed. <see cref="FailureTable"/> says what follows from each.</summary>
public enum FailureKind
{
    /// <summary>The host's name could not be resolved.</summary>
    DnsFailed,

    /// <summary>No connection: refused, unreachable.</summary>
    ConnectFailed,

    /// <summary>No connection within the limit.</summary>
    ConnectTimeout,

    /// <summary>TLS: certificate or handshake.</summary>
    TlsFailed,

    /// <summary>The connection was closed or reset before a status came, or what came is no HTTP.</summary>
    ConnectionLost,

    /// <summary>No byte of a stream's body within the limit.</summary>
    FirstByteTimeout,

    /// <summary>A stream fell silent for longer than its limit.</summary>
    IdleTimeout,

    /// <summary>The request's whole time is up.</summary>
    TotalTimeout,

    /// <summary>The stream began too slowly.</summary>
    TooSlow,

    /// <summary>The provider finds the request wrong: 400, 405, 415, 422 and what else is the caller's to mend.</summary>
    InvalidRequest,

    /// <summary>The prompt is longer than the model takes.</summary>
    ContextTooLong,

    /// <summary>413: the body is too large.</summary>
    RequestTooLarge,

    /// <summary>401, or what a provider says instead: the key is wrong.</summary>
    InvalidCredential,

    /// <summary>403: the key may not do this.</summary>
    NotPermitted,

    /// <summary>402, <c>insufficient_quota</c>: no money left.</summary>
    OutOfCredit,

    /// <summary>The provider does not have this model (any more).</summary>
    ModelNotFound,

    /// <summary>404 for anything but a model.</summary>
    NotFound,

    /// <summary>409.</summary>
    Conflict,

    /// <summary>429: too many requests or tokens.</summary>
    RateLimited,

    /// <summary>One request alone is over the provider's limit of tokens a minute, so that no wait helps.</summary>
    OverRateLimit,

    /// <summary>The provider's content filter refused the prompt.</summary>
    ContentFiltered,

    /// <summary>The model made a tool call that its provider could not read (Groq's <c>tool_use_failed</c>).</summary>
    ToolCallFailed,

    /// <summary>424: the model behind the provider failed.</summary>
    ModelFailed,

    /// <summary>500, and any 5xx without a meaning of its own.</summary>
    ServerError,

    /// <summary>502, 499, 520 to 526: a proxy before the provider got no answer.</summary>
    BadGateway,

    /// <summary>503, 529, 498, a model that is not ready: come again later.</summary>
    Overloaded,

    /// <summary>408, 504, 524: the provider itself ran out of time.</summary>
    ProviderTimeout,

    /// <summary>3xx: the provider points elsewhere, which is not followed.</summary>
    Redirected,

    /// <summary>An error inside a 200 whose code says nothing more.</summary>
    ErrorInAnswer,

    /// <summary>The answer ended before it was complete, or its connection broke.</summary>
    Truncated,

    /// <summary>The answer is not of its protocol.</summary>
    Malformed,

    /// <summary>200 without any body, where one is due.</summary>
    EmptyAnswer,

    /// <summary>200 with another content type than was asked for, such as a page of HTML.</summary>
    WrongContentType,

    /// <summary>No destination of the cluster may be tried: unhealthy, or its circuit is open.</summary>
    NoDestination,

    /// <summary>The cluster's protocol cannot carry the request.</summary>
    Unsupported,

    /// <summary>The caller's own body could not be read to its end.</summary>
    ClientBodyFailed,

    /// <summary>The gateway is stopping.</summary>
    Stopping,

    /// <summary>A fault of the gateway itself.</summary>
    GatewayFault,
}
