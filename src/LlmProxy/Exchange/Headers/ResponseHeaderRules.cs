using System.Collections.Frozen;
using Microsoft.Net.Http.Headers;

namespace LlmProxy.Exchange.Headers;

/// <summary>Which of a provider's headers reach the caller.</summary>
/// <remarks>
/// What stays here: the connection's own, cookies, what tells about the gateway's account (organisation, its rate
/// limits, which are not the caller's), and what speaks for the provider's host rather than for this one.
/// </remarks>
internal static class ResponseHeaderRules
{
    private static readonly FrozenSet<string> Kept = new[]
    {
        HeaderNames.Connection, HeaderNames.KeepAlive, HeaderNames.ProxyAuthenticate, HeaderNames.ProxyConnection, HeaderNames.TE,
        HeaderNames.Trailer, HeaderNames.TransferEncoding, HeaderNames.Upgrade, HeaderNames.SetCookie, HeaderNames.Server, HeaderNames.Via,
        HeaderNames.AltSvc, HeaderNames.StrictTransportSecurity, "NEL", "Report-To", "CF-RAY", "CF-Cache-Status", "X-Robots-Tag",
        "openai-organization", "openai-project", "anthropic-organization-id", "x-request-id", "request-id",
        "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials", "Access-Control-Expose-Headers",
        "Access-Control-Allow-Methods", "Access-Control-Allow-Headers", "Access-Control-Max-Age",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the header is copied.</summary>
    public static bool Passes(string name)
    {
        if (name.Length == 0 || Kept.Contains(name))
            return false;
        return (name[0] | 0x20) switch
        {
            'x' => !name.StartsWith("x-ratelimit-", StringComparison.OrdinalIgnoreCase)
                && !name.StartsWith("x-llmproxy-", StringComparison.OrdinalIgnoreCase),
            'a' => !name.StartsWith("anthropic-ratelimit-", StringComparison.OrdinalIgnoreCase)
                && !name.StartsWith("anthropic-priority-", StringComparison.OrdinalIgnoreCase),
            _ => true,
        };
    }

    /// <summary>Whether the header tells about the bytes of the body, and is untrue once those change.</summary>
    public static bool TellsOfBytes(string name) =>
        name.Equals(HeaderNames.ContentLength, StringComparison.OrdinalIgnoreCase)
        || name.Equals(HeaderNames.ContentEncoding, StringComparison.OrdinalIgnoreCase)
        || name.Equals(HeaderNames.ETag, StringComparison.OrdinalIgnoreCase)
        || name.Equals(HeaderNames.ContentMD5, StringComparison.OrdinalIgnoreCase)
        || name.Equals("Digest", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Content-Digest", StringComparison.OrdinalIgnoreCase);
}
