using LlmProxy.Core.Errors;
using LlmProxy.Core.Guardrails.Requests;
using LlmProxy.Endpoints;

namespace LlmProxy.Guardrails;

/// <summary>What clients are told of guards.</summary>
public static class GuardErrors
{
    /// <summary>The code of what a guard has blocked, as OpenAI's and Azure's clients know it.</summary>
    public const string ContentFilter = "content_filter";

    /// <summary>The code where a guard could not do its work.</summary>
    public const string Unavailable = "guardrail_unavailable";

    /// <summary>The parameter that says behind which event a stream is taken up again.</summary>
    internal const string StartingAfter = "starting_after";

    /// <summary>A guard has blocked the request.</summary>
    /// <param name="guard">The guard.</param>
    /// <param name="message">What it says of this case; <c>null</c>: its own message, or a sentence that names it.</param>
    public static LlmException Blocked(Guard guard, string? message = null) => new(new LlmError(
        400, LlmErrorTypes.InvalidRequest, message ?? guard.Message ?? $"The request was blocked by the guardrail '{guard.Name}'.", ContentFilter)
    {
        ShouldRetry = false,
    });

    /// <summary>The guards of the route cannot see what is sent to this endpoint, or what it answers.</summary>
    public static LlmException Unseen(LlmEndpoint endpoint) => new(new LlmError(
        400, LlmErrorTypes.InvalidRequest, $"The guardrails of this route cannot see what passes '{endpoint.Label()}' in this form, and nothing passes them unseen.", "unsupported_endpoint")
    {
        ShouldRetry = false,
    });

    /// <summary>A stored answer is asked for from somewhere behind its beginning, and the guards of answers cannot judge the rest of a text.</summary>
    public static LlmException Later() => new(new LlmError(
        400, LlmErrorTypes.InvalidRequest, $"The guardrails of this route judge answers from their beginning: '{StartingAfter}' can only be 0.", "unsupported_value")
    {
        Param = StartingAfter, ShouldRetry = false,
    });

    /// <summary>The request has more texts than guards judge.</summary>
    public static LlmException TooManyTexts() => new(new LlmError(
        400, LlmErrorTypes.InvalidRequest, FormattableString.Invariant($"The request has more than {RequestTexts.MaxTexts:N0} texts, and the guardrails of this route judge no more; send several requests."), "too_many_texts")
    {
        ShouldRetry = false,
    });

    /// <summary>A guard could not judge, and what is not judged does not pass.</summary>
    public static LlmException Failed(Guard guard, Exception? cause) => new(
        new LlmError(503, LlmErrorTypes.Server, $"The guardrail '{guard.Name}' could not judge the request, and nothing passes it unjudged; try again shortly.", Unavailable)
        {
            RetryAfter = TimeSpan.FromSeconds(1),
        }, cause);
}
