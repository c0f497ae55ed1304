namespace LlmProxy.Telemetry;

/// <summary>The names of the spans below <c>{operation} {model}</c>, the span of the request.</summary>
/// <remarks>The whole tree of a request with one attempt, with HttpClient's own span inside the attempt:
/// <code>
/// POST /v1/chat/completions        server, ASP.NET Core's
/// └─ chat gpt-4o                   client
///    ├─ llmproxy.read
///    ├─ llmproxy.route
///    ├─ llmproxy.attempt
///    │  └─ POST                    client, HttpClient's
///    └─ llmproxy.settle
/// </code>
/// </remarks>
public static class SpanNames
{
    /// <summary>The body is read and scanned.</summary>
    public const string Read = "llmproxy.read";

    /// <summary>Route, cluster and upstream model are chosen.</summary>
    public const string Route = "llmproxy.route";

    /// <summary>One attempt at one cluster.</summary>
    public const string Attempt = "llmproxy.attempt";

    /// <summary>The guards judge the request.</summary>
    public const string Guard = "llmproxy.guard";

    /// <summary>A model is asked once more, since a guard did not accept its answer; the attempts of the second call stand below.</summary>
    public const string GuardRetry = "llmproxy.guard.retry";

    /// <summary>A version of a prompt is put around the request.</summary>
    public const string Prompt = "llmproxy.prompt";

    /// <summary>The books are closed.</summary>
    public const string Settle = "llmproxy.settle";
}
