namespace LlmProxy.Sandbox.Errors;

/// <summary>What the providers say with each status.</summary>
internal static class StatusErrors
{
    /// <summary>Statuses that come from a proxy at the provider's edge, which answers with a page.</summary>
    public static bool IsFromEdge(int status) => status is 502 or 504 or (>= 520 and <= 526);

    /// <summary>The error that a provider sends with the status.</summary>
    public static ApiException For(int status, WireForm form, string model) => form == WireForm.Anthropic
        ? new(status, AnthropicMessage(status, model), AnthropicType(status))
        : OpenAi(status, model);

    /// <summary>The page that an edge proxy sends.</summary>
    public static string Page(int status) =>
        $"<html>\r\n<head><title>{status} Bad Gateway</title></head>\r\n<body>\r\n<center><h1>{status} Bad Gateway</h1></center>\r\n"
        + "<hr><center>sandbox</center>\r\n</body>\r\n</html>\r\n";

    /// <summary>Anthropic's <c>error.type</c>.</summary>
    public static string AnthropicType(int status) => status switch
    {
        401 => "authentication_error",
        402 => "billing_error",
        403 => "permission_error",
        404 => "not_found_error",
        409 => "conflict_error",
        413 => "request_too_large",
        429 => "rate_limit_error",
        504 => "timeout_error",
        529 => "overloaded_error",
        >= 500 => "api_error",
        _ => "invalid_request_error",
    };

    private static string AnthropicMessage(int status, string model) => status switch
    {
        401 => "invalid x-api-key",
        402 => "Your credit balance is too low to access the API.",
        403 => "Your API key does not have permission to use the specified resource.",
        404 => $"model: {model}",
        413 => "Request exceeds the maximum size",
        429 => "This request would exceed the rate limit of 30,000 input tokens per minute.",
        529 => "Overloaded",
        >= 500 => "Internal server error",
        _ => "The sandbox was asked to refuse this request.",
    };

    private static ApiException OpenAi(int status, string model) => status switch
    {
        401 => new(status, "Incorrect API key provided. You can find your API key in your account.", "invalid_request_error")
        {
            Code = "invalid_api_key",
        },
        402 => new(status, "Insufficient balance.", "insufficient_quota") { Code = "insufficient_quota" },
        403 => new(status, "You are not allowed to use this resource.", "invalid_request_error") { Code = "permission_denied" },
        404 => new(status, $"The model `{model}` does not exist or you do not have access to it.", "invalid_request_error")
        {
            Code = "model_not_found",
        },
        408 => new(status, "The request timed out.", "timeout") { Code = "timeout" },
        413 => new(status, "The request is too large.", "invalid_request_error") { Code = "request_too_large" },
        429 => new(status, "Rate limit reached on requests per min (RPM): Limit 3, Used 3, Requested 1.", "requests")
        {
            Code = "rate_limit_exceeded",
        },
        503 or 529 => new(status, "The engine is currently overloaded, please try again later.", "server_error"),
        >= 500 => new(status, "The server had an error processing your request.", "server_error"),
        _ => new(status, "The sandbox was asked to refuse this request.", "invalid_request_error"),
    };
}
