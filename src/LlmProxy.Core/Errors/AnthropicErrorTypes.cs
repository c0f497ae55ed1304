namespace LlmProxy.Core.Errors;

/// <summary>The values of Anthropic's <c>error.type</c>, and the one that belongs to each HTTP status.</summary>
/// <remarks>From Anthropic's API reference, "Errors".</remarks>
public static class AnthropicErrorTypes
{
    /// <summary>400 and every other fault of the request.</summary>
    public const string InvalidRequest = "invalid_request_error";

    /// <summary>401.</summary>
    public const string Authentication = "authentication_error";

    /// <summary>402.</summary>
    public const string Billing = "billing_error";

    /// <summary>403.</summary>
    public const string Permission = "permission_error";

    /// <summary>404.</summary>
    public const string NotFound = "not_found_error";

    /// <summary>409.</summary>
    public const string Conflict = "conflict_error";

    /// <summary>413.</summary>
    public const string RequestTooLarge = "request_too_large";

    /// <summary>429.</summary>
    public const string RateLimit = "rate_limit_error";

    /// <summary>500 and every other fault of a server.</summary>
    public const string Api = "api_error";

    /// <summary>529, and 503 where a gateway stands between.</summary>
    public const string Overloaded = "overloaded_error";

    /// <summary>504, and 408.</summary>
    public const string Timeout = "timeout_error";

    /// <summary>The type that Anthropic's clients expect with <paramref name="status"/>, 400 to 599.</summary>
    public static string ForStatus(int status) => status switch
    {
        401 => Authentication,
        402 => Billing,
        403 => Permission,
        404 => NotFound,
        408 or 504 => Timeout,
        409 => Conflict,
        413 => RequestTooLarge,
        429 => RateLimit,
        503 or 529 => Overloaded,
        >= 500 => Api,
        _ => InvalidRequest,
    };
}
