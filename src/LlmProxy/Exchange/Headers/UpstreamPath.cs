using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace LlmProxy.Exchange.Headers;

/// <summary>Joins a destination's address and an attempt's path.</summary>
internal static class UpstreamPath
{
    /// <summary>A slash that does not divide: the server leaves it escaped in a path that is decoded otherwise.</summary>
    public const string EscapedSlash = "%2F";

    private const string Version = "/v1";

    private static readonly ConditionalWeakTable<string, string> Hosts = [];

    /// <summary>
    /// The path to append to <paramref name="prefix"/>. A path in the address replaces the leading <c>/v1</c>, so that
    /// <c>https://api.groq.com/openai/v1</c>, <c>http://gpu0:8000/v1</c> and <c>https://api.openai.com/</c> all mean what they look like.
    /// </summary>
    public static PathString Of(string prefix, LlmAttempt attempt)
    {
        if (HasPath(prefix))
            return new PathString(attempt.Path);
        return attempt.PathRoot == Version ? Versioned(attempt.Path) : new PathString(attempt.PathRoot + attempt.Path);
    }

    /// <summary>
    /// The whole address, where <paramref name="path"/> has an <see cref="EscapedSlash"/>, whose escape YARP would escape
    /// again; else <c>null</c>, and YARP's own joining is right.
    /// </summary>
    /// <remarks>
    /// Some servers decode such a slash and only then take <c>..</c> away: <c>/v1/files/..%2F..%2Fadmin</c> would be their
    /// <c>/admin</c>. Where the slash would make a dot segment, YARP's second escape is what is wanted.
    /// </remarks>
    public static Uri? Exact(string prefix, PathString path, QueryString query)
    {
        if (path.Value is not { } value || !value.Contains(EscapedSlash, StringComparison.OrdinalIgnoreCase) || HasDotSegment(value))
            return null;
        var escapedTwice = RequestUtilities.MakeDestinationAddress(prefix, path, QueryString.Empty).AbsoluteUri;
        return new Uri(escapedTwice.Replace("%252F", EscapedSlash, StringComparison.OrdinalIgnoreCase) + query.ToUriComponent());
    }

    /// <summary>The host in an address, for telemetry; found once for each address of the configuration.</summary>
    public static string Host(string prefix) => Hosts.GetValue(
        prefix, static prefix => Uri.TryCreate(prefix, UriKind.Absolute, out var uri) ? uri.Host : "");

    /// <summary>Whether an address has a path that is more than a slash.</summary>
    public static bool HasPath(string prefix)
    {
        var scheme = prefix.IndexOf("://", StringComparison.Ordinal);
        var slash = prefix.IndexOf('/', scheme < 0 ? 0 : scheme + 3);
        return slash >= 0 && slash < prefix.Length - 1;
    }

    private static bool HasDotSegment(string path)
    {
        var decoded = path.Replace(EscapedSlash, "/", StringComparison.OrdinalIgnoreCase).AsSpan();
        foreach (var range in decoded.Split('/'))
        {
            if (decoded[range] is "." or "..")
                return true;
        }

        return false;
    }

    private static PathString Versioned(string path) => new(path switch
    {
        "/chat/completions" => "/v1/chat/completions",
        "/completions" => "/v1/completions",
        "/embeddings" => "/v1/embeddings",
        "/responses" => "/v1/responses",
        "/messages" => "/v1/messages",
        _ => Version + path,
    });
}
