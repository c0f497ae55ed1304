using System.Collections.Frozen;
using LlmProxy.Core.Errors;

namespace LlmProxy.Failover.Failures;

/// <summary>Which failure an error of a provider is: by its code, then by its message, then by its status.</summary>
internal static class ProviderErrorKinds
{
    /// <summary>Codes, types and reasons that mean one thing, whatever the status; case does not matter.</summary>
    private static readonly FrozenDictionary<string, FailureKind> Exact = new Dictionary<string, FailureKind>
    {
        ["context_length_exceeded"] = FailureKind.ContextTooLong,
        ["too_many_prompt_tokens"] = FailureKind.ContextTooLong, // Perplexity
        ["too_many_tokens"] = FailureKind.ContextTooLong, // Cohere
        ["exceed_context_size_error"] = FailureKind.ContextTooLong, // llama.cpp
        ["request_too_large"] = FailureKind.RequestTooLarge,

        ["invalid_api_key"] = FailureKind.InvalidCredential,
        ["API_KEY_INVALID"] = FailureKind.InvalidCredential, // Gemini, with 400
        ["authentication_error"] = FailureKind.InvalidCredential,
        ["UNAUTHENTICATED"] = FailureKind.InvalidCredential,
        ["UnrecognizedClientException"] = FailureKind.InvalidCredential, // Bedrock, with 403
        ["InvalidSignatureException"] = FailureKind.InvalidCredential,
        ["ExpiredTokenException"] = FailureKind.InvalidCredential,
        ["IncompleteSignatureException"] = FailureKind.InvalidCredential,
        ["MissingAuthenticationTokenException"] = FailureKind.InvalidCredential,

        ["insufficient_quota"] = FailureKind.OutOfCredit,
        ["billing_error"] = FailureKind.OutOfCredit,
        ["billing_not_active"] = FailureKind.OutOfCredit,
        ["billing_hard_limit_reached"] = FailureKind.OutOfCredit,

        ["permission_error"] = FailureKind.NotPermitted,
        ["PERMISSION_DENIED"] = FailureKind.NotPermitted,
        ["AccessDeniedException"] = FailureKind.NotPermitted,

        ["model_not_found"] = FailureKind.ModelNotFound,
        ["DeploymentNotFound"] = FailureKind.ModelNotFound, // Azure
        ["OperationNotSupported"] = FailureKind.ModelNotFound, // Azure: the deployment's model cannot do this
        ["invalid_model"] = FailureKind.ModelNotFound, // Mistral, Perplexity
        ["model_decommissioned"] = FailureKind.ModelNotFound, // Groq

        ["content_policy_violation"] = FailureKind.ContentFiltered,
        ["content_filter"] = FailureKind.ContentFiltered, // Azure
        ["contentFilter"] = FailureKind.ContentFiltered, // Azure, images
        ["ResponsibleAIPolicyViolation"] = FailureKind.ContentFiltered, // Azure
        ["moderation_blocked"] = FailureKind.ContentFiltered, // OpenAI, images
        ["moderation"] = FailureKind.ContentFiltered, // OpenRouter, with 403

        ["tool_use_failed"] = FailureKind.ToolCallFailed, // Groq

        ["ThrottlingException"] = FailureKind.RateLimited,
        ["rate_limit_error"] = FailureKind.RateLimited,
        ["rate_limit_exceeded"] = FailureKind.RateLimited,
        ["RateLimitReached"] = FailureKind.RateLimited, // Azure
        ["ModelNotReadyException"] = FailureKind.Overloaded, // Bedrock, with 429
        ["overloaded_error"] = FailureKind.Overloaded,
        ["ServiceUnavailableException"] = FailureKind.Overloaded,
        ["capacity_exceeded"] = FailureKind.Overloaded, // Groq
        ["ModelErrorException"] = FailureKind.ModelFailed,
        ["modelStreamErrorException"] = FailureKind.ModelFailed,
        ["ModelTimeoutException"] = FailureKind.ProviderTimeout,
        ["timeout_error"] = FailureKind.ProviderTimeout,
        ["DEADLINE_EXCEEDED"] = FailureKind.ProviderTimeout,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Those that providers give to many errors: they count only where there is no status, inside an answer.</summary>
    private static readonly FrozenDictionary<string, FailureKind> Broad = new Dictionary<string, FailureKind>
    {
        ["invalid_request_error"] = FailureKind.InvalidRequest,
        ["INVALID_ARGUMENT"] = FailureKind.InvalidRequest,
        ["FAILED_PRECONDITION"] = FailureKind.InvalidRequest,
        ["ValidationException"] = FailureKind.InvalidRequest,
        ["invalid_prompt"] = FailureKind.InvalidRequest,
        ["not_found_error"] = FailureKind.NotFound,
        ["NOT_FOUND"] = FailureKind.NotFound,
        ["conflict_error"] = FailureKind.Conflict,
        ["RESOURCE_EXHAUSTED"] = FailureKind.RateLimited,
        ["server_error"] = FailureKind.ServerError,
        ["api_error"] = FailureKind.ServerError,
        ["INTERNAL"] = FailureKind.ServerError,
        ["InternalServerException"] = FailureKind.ServerError,
        ["internal_server_error"] = FailureKind.ServerError,
        ["service_unavailable"] = FailureKind.Overloaded,
        ["UNAVAILABLE"] = FailureKind.Overloaded,
        ["overloaded"] = FailureKind.Overloaded,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The failure of an answer whose status is no success.</summary>
    public static FailureKind Of(int status, ProviderError error)
    {
        if (status is >= 300 and < 400)
            return FailureKind.Redirected;
        // No status of its own: Groq's and OpenAI's code for this is that of every rate limit.
        if (status is 413 or 429 && ProviderErrorTexts.SaysOverRateLimit(error.Message))
            return FailureKind.OverRateLimit;
        if (Named(error, Exact) is { } named)
            return named;
        // A fault of the server is one, whatever its text speaks of.
        return (status < 500 ? Told(error) : null) ?? OfStatus(status, error);
    }

    /// <summary>The failure of an error inside a good answer.</summary>
    public static FailureKind InAnswer(ProviderError error)
    {
        if (ProviderErrorTexts.SaysOverRateLimit(error.Message))
            return FailureKind.OverRateLimit;
        if ((Named(error, Exact) ?? Told(error)) is { } named)
            return named;
        if (error.CodeAsStatus is { } status)
            return OfStatus(status, error);
        var broad = Named(error, Broad) ?? FailureKind.ErrorInAnswer;
        return broad == FailureKind.NotFound ? OfStatus(404, error) : broad;
    }

    private static FailureKind? Named(ProviderError error, FrozenDictionary<string, FailureKind> names)
    {
        foreach (var name in (ReadOnlySpan<string?>)[error.Reason, error.Code, error.Type])
        {
            if (name is not null && names.TryGetValue(name, out var kind))
                return kind;
        }

        return null;
    }

    private static FailureKind? Told(ProviderError error) => Told(error.Message) ?? Told(error.Detail);

    private static FailureKind? Told(string? message)
    {
        if (message is null)
            return null;
        if (ProviderErrorTexts.SaysContextTooLong(message))
            return FailureKind.ContextTooLong;
        if (ProviderErrorTexts.SaysOutOfCredit(message))
            return FailureKind.OutOfCredit;
        if (ProviderErrorTexts.SaysInvalidKey(message))
            return FailureKind.InvalidCredential;
        if (ProviderErrorTexts.SaysModelNotFound(message))
            return FailureKind.ModelNotFound;
        return ProviderErrorTexts.SaysContentFiltered(message) ? FailureKind.ContentFiltered : null;
    }

    private static FailureKind OfStatus(int status, ProviderError error) => status switch
    {
        401 => FailureKind.InvalidCredential,
        402 => FailureKind.OutOfCredit,
        403 => FailureKind.NotPermitted,
        404 => ProviderErrorTexts.SpeaksOfModel(error.Message) ? FailureKind.ModelNotFound : FailureKind.NotFound,
        408 or 504 or 524 => FailureKind.ProviderTimeout,
        409 => FailureKind.Conflict,
        413 => FailureKind.RequestTooLarge,
        424 => FailureKind.ModelFailed,
        429 => FailureKind.RateLimited,
        498 or 503 or 529 => FailureKind.Overloaded,
        499 or 502 or (>= 520 and <= 526) => FailureKind.BadGateway,
        >= 500 => FailureKind.ServerError,
        _ => FailureKind.InvalidRequest,
    };
}
