using System.Security.Cryptography;
using LlmProxy.Sandbox.Hosting;

namespace LlmProxy.Sandbox.Answers;

/// <summary>The request itself as an answer, so that a client sees what arrived.</summary>
internal static class RequestView
{
    /// <summary>The headers as a JSON object with lower-case names, secrets masked.</summary>
    public static string Headers(Exchange exchange) => JsonText.Of(json =>
    {
        json.WriteStartObject();
        foreach (var (name, value) in exchange.Context.Request.Headers.OrderBy(h => h.Key, StringComparer.OrdinalIgnoreCase))
            json.WriteString(Lower(name), Secrets.MaskHeader(name, value.ToString()));
        json.WriteEndObject();
    });

    /// <summary>The body, without content encoding, as a JSON object with <c>sha256</c>, <c>bytes</c> and <c>base64</c>.</summary>
    public static string Body(Exchange exchange) => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("sha256"u8, Convert.ToHexStringLower(SHA256.HashData(exchange.Body.Span)));
        json.WriteNumber("bytes"u8, exchange.Body.Length);
        json.WriteBase64String("base64"u8, exchange.Body.Span);
        json.WriteEndObject();
    });

    // HTTP's names are compared without case; lower case is how HTTP/2 writes them.
    private static string Lower(string name) =>
        string.Create(name.Length, name, static (span, source) => source.AsSpan().ToLowerInvariant(span));
}
