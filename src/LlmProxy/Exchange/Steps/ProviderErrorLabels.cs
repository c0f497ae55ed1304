using System.Collections.Frozen;
using System.Globalization;
using LlmProxy.Telemetry;

namespace LlmProxy.Exchange.Steps;

/// <summary>Keeps the errors that metrics are labelled with a closed set, whatever a provider may send.</summary>
internal static class ProviderErrorLabels
{
    private static readonly FrozenSet<string> Known = new[]
    {
        "server_error", "api_error", "overloaded_error", "rate_limit_error", "rate_limit_exceeded", "insufficient_quota",
        "invalid_request_error", "authentication_error", "permission_error", "not_found_error", "timeout_error", "content_filter",
        "context_length_exceeded", "model_not_found", "invalid_api_key", "upstream_closed", "upstream_truncated", "malformed_stream", "idle_timeout", "total_timeout",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] Statuses =
        [.. Enumerable.Range(400, 200).Select(status => status.ToString(CultureInfo.InvariantCulture))];

    /// <summary>A provider's code, if it is a usual one.</summary>
    public static string Of(string? code) => code is not null && Known.Contains(code) ? code : TagNames.Other;

    /// <summary>A provider's status as text.</summary>
    public static string OfStatus(int status) => status is >= 400 and < 600 ? Statuses[status - 400] : TagNames.Other;
}
