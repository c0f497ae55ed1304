namespace LlmProxy.Core.Errors;

/// <summary>One error that the gateway itself makes, before it is written in a client's protocol.</summary>
/// <param name="Status">The HTTP status, 400 to 599.</param>
/// <param name="Type">OpenAI's <c>error.type</c>; see <see cref="LlmErrorTypes"/>.</param>
/// <param name="Message">What is wrong, where, and what would be right. Never holds a prompt, an answer or a key.</param>
/// <param name="Code">OpenAI's <c>error.code</c>, a stable name that programs may compare.</param>
/// <param name="Param">OpenAI's <c>error.param</c>: the field of the request that is meant.</param>
public sealed record LlmError(int Status, string Type, string Message, string? Code = null, string? Param = null)
{
    /// <summary>
    /// Whether trying the same request again can help; <c>null</c> leaves it to the client's own rules.
    /// Sent as <c>x-should-retry</c>, which the OpenAI and Anthropic SDKs obey before anything else.
    /// </summary>
    public bool? ShouldRetry { get; init; }

    /// <summary>How long to wait before trying again; sent as <c>Retry-After</c> in whole seconds, rounded up.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
