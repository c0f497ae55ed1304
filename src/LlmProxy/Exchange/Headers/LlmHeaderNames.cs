namespace LlmProxy.Exchange.Headers;

/// <summary>The gateway's own headers.</summary>
public static class LlmHeaderNames
{
    /// <summary>The gateway's id of the request.</summary>
    public const string RequestId = "x-llmproxy-request-id";

    /// <summary>The caller's own id, echoed.</summary>
    public const string CallerRequestId = "x-request-id";

    /// <summary>The provider's id of the request.</summary>
    public const string UpstreamRequestId = "x-llmproxy-upstream-request-id";

    /// <summary>The model that the provider was asked for.</summary>
    public const string Model = "x-llmproxy-model";

    /// <summary>The cluster that answered.</summary>
    public const string Cluster = "x-llmproxy-cluster";

    /// <summary>How many attempts were made.</summary>
    public const string Attempts = "x-llmproxy-attempts";

    /// <summary>The fields that the provider's protocol could not carry.</summary>
    public const string Dropped = "x-llmproxy-dropped";

    /// <summary>What the guards did with the request.</summary>
    public const string Guardrails = "x-llmproxy-guardrails";

    /// <summary>Whether an SDK should try again; see <see cref="Core.Errors.LlmError.ShouldRetry"/>.</summary>
    public const string ShouldRetry = "x-should-retry";

    /// <summary>How long to wait before trying again, in whole milliseconds, rounded up: what <c>Retry-After</c> says in seconds. The OpenAI SDKs read it first.</summary>
    public const string RetryAfterMs = "retry-after-ms";

    /// <summary><c>true</c> on a route's canned answer, which no provider has given.</summary>
    public const string LastResort = "x-llmproxy-last-resort";

    /// <summary>What the request cost, in US dollars, where that is known before the body.</summary>
    public const string Cost = "x-llmproxy-cost-usd";

    /// <summary>On a request for a stream: <c>true</c>, and the last usage in it comes with the cost.</summary>
    public const string IncludeCost = "x-llmproxy-include-cost";

    /// <summary>That a cheaper model answers than the one that was asked for, since a soft limit of money is reached (<c>budget</c>) or all of it is spent (<c>emergency</c>).</summary>
    public const string Downgraded = "x-llmproxy-downgraded";

    /// <summary>On a request: <c>off</c>, and no other cluster or model is tried than the one that is asked for.</summary>
    public const string Failover = "x-llmproxy-failover";

    /// <summary>On a request: labels to sum up costs by, separated by commas.</summary>
    public const string Tags = "x-llmproxy-tags";

    /// <summary>On a request: the gateway's key, where <c>Authorization</c> holds the caller's own key of a provider.</summary>
    public const string Key = "x-llmproxy-key";

    /// <summary>On a request: the end user that it is for, at most 256 printable ASCII characters.</summary>
    public const string User = "x-llmproxy-user";

    /// <summary>The version of a prompt that the request was put under, <c>name@version</c>; on a request: the prompt that it names, with or without a version.</summary>
    public const string Prompt = "x-llmproxy-prompt";

    /// <summary>The variants of experiments that a request is in, as <c>name=variant</c>, separated by commas; on a request: those that a tester wants.</summary>
    public const string Experiment = "x-llmproxy-experiment";

    /// <summary>A fault that a sandbox cluster is asked for.</summary>
    public const string SandboxFault = "x-sandbox-fault";
}
