using System.Collections.Frozen;
using Microsoft.Net.Http.Headers;

namespace LlmProxy.Exchange.Headers;

/// <summary>Which of a caller's headers go to a provider.</summary>
/// <remarks>
/// What is unknown passes, so that a provider's new header works on the day it appears. What stays here: the connection's
/// own (RFC 9110 §7.6.1), credentials, cookies, what tells about the caller's network or trace, and the gateway's own family.
/// </remarks>
internal static class RequestHeaderRules
{
    private static readonly FrozenSet<string> Kept = new[]
    {
        HeaderNames.Connection, HeaderNames.KeepAlive, HeaderNames.ProxyAuthenticate, HeaderNames.ProxyAuthorization,
        HeaderNames.ProxyConnection, HeaderNames.TE, HeaderNames.Trailer, HeaderNames.TransferEncoding, HeaderNames.Upgrade,
        HeaderNames.Expect, HeaderNames.Host, HeaderNames.Authorization, "api-key", "x-api-key", "x-goog-api-key", HeaderNames.Cookie,
        "Forwarded", HeaderNames.Via, "X-Real-IP", "True-Client-IP", "CF-Connecting-IP", HeaderNames.Referer, HeaderNames.Origin,
        HeaderNames.TraceParent, HeaderNames.TraceState, HeaderNames.Baggage, "Request-Id", "X-Request-Id", "Correlation-Context",
        HeaderNames.AltSvc, "HTTP2-Settings",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> OfTheAccount = new[]
    {
        "OpenAI-Organization", "OpenAI-Project",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> OfTheBody = new[]
    {
        HeaderNames.ContentLength, HeaderNames.ContentEncoding, HeaderNames.ContentType,
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>What becomes of a header.</summary>
    /// <param name="name">Its name, in any case.</param>
    /// <param name="attempt">The attempt that it would travel with.</param>
    public static bool Passes(string name, LlmAttempt attempt)
    {
        if (name.Length == 0 || name[0] == ':' || Kept.Contains(name))
            return false;
        return (name[0] | 0x20) switch
        {
            'x' when name.Equals(LlmHeaderNames.SandboxFault, StringComparison.OrdinalIgnoreCase) => attempt.Cluster.IsSandbox,
            'x' => !name.StartsWith("x-llmproxy-", StringComparison.OrdinalIgnoreCase)
                && !name.StartsWith("x-forwarded-", StringComparison.OrdinalIgnoreCase),
            'o' when OfTheAccount.Contains(name) => attempt.Cluster.Credential == Configuration.CredentialSource.Caller
                && attempt.Adapter.Accepts(name),
            'o' when name.StartsWith("openai-", StringComparison.OrdinalIgnoreCase) => attempt.Adapter.Accepts(name),
            'a' when name.StartsWith("anthropic-", StringComparison.OrdinalIgnoreCase) => attempt.Adapter.Accepts(name),
            // An answer that is read here must not come in an encoding that only the caller understands.
            'a' when name.Equals(HeaderNames.AcceptEncoding, StringComparison.OrdinalIgnoreCase) => attempt.PassesEncoding,
            // A body that was read here is sent decoded, with a length and type of its own.
            'c' when OfTheBody.Contains(name) => attempt.Body is null,
            _ => true,
        };
    }
}
