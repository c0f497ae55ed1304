using System.Net;

namespace LlmProxy.Host.Access;

/// <summary>Tells a request that a page on the web made somebody's browser send here.</summary>
/// <remarks>
/// Loopback keeps other machines out, not the browser on this one: any page may open a WebSocket to localhost or post there
/// without asking (a form, or a body without a content type), and after DNS rebinding it reads the answers too.
/// Other programs send no Origin, and a browser lets no page choose it, nor the Host.
/// </remarks>
internal static class ForeignPage
{
    // Names that nobody can register on the web: RFC 6761, RFC 6762, RFC 8375 and ICANN's .internal.
    private static readonly string[] PrivateEndings = [".localhost", ".local", ".internal", ".home.arpa"];

    /// <summary>Whether <paramref name="request"/> is one.</summary>
    /// <param name="request">The request.</param>
    /// <param name="declared">The origins whose pages may call.</param>
    public static bool Sent(HttpRequest request, IList<string> declared) =>
        (HasForeignOrigin(request) && !declared.Contains(request.Headers.Origin.ToString())) || IsWebName(request.Host.Host);

    private static bool HasForeignOrigin(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        if (origin.Count == 0) return false;
        // Unreadable ones count as foreign: 'null' is what a page in a sandboxed frame sends.
        if (!Uri.TryCreate(origin.ToString(), UriKind.Absolute, out var uri)) return true;
        // A browser's extension or a desktop shell has a scheme of its own, which no page can have.
        return uri.Scheme is "http" or "https" && !LoopbackRequest.NamesLoopback(uri.Host);
    }

    /// <summary>Whether a name could be registered by anybody, and so lead here by rebinding.</summary>
    private static bool IsWebName(string host) =>
        host.Contains('.')
        && !IPAddress.TryParse(host.AsSpan().Trim("[]"), out _)
        && !Array.Exists(PrivateEndings, end => host.TrimEnd('.').EndsWith(end, StringComparison.OrdinalIgnoreCase));
}
