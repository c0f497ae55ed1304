namespace LlmProxy.Core.Errors;

/// <summary>The values of OpenAI's <c>error.type</c> that the gateway uses.</summary>
public static class LlmErrorTypes
{
    /// <summary>The caller's request cannot be served as it is.</summary>
    public const string InvalidRequest = "invalid_request_error";

    /// <summary>The caller is not known.</summary>
    public const string Authentication = "authentication_error";

    /// <summary>The caller is known and may not do this.</summary>
    public const string Permission = "permission_error";

    /// <summary>What the request names does not exist.</summary>
    public const string NotFound = "not_found_error";

    /// <summary>A limit is reached.</summary>
    public const string RateLimit = "rate_limit_error";

    /// <summary>The gateway or the provider failed.</summary>
    public const string Server = "server_error";

    /// <summary>The provider could not be reached, or broke its answer off.</summary>
    public const string Upstream = "upstream_error";

    /// <summary>Something took longer than it may.</summary>
    public const string Timeout = "timeout_error";
}
