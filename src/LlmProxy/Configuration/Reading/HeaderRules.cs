using System.Buffers;

namespace LlmProxy.Configuration.Reading;

/// <summary>Which headers a cluster may add.</summary>
internal static class HeaderRules
{
    // RFC 9110, 5.6.2: a token.
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly HashSet<string> Managed = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Content-Encoding", "Content-Length", "Content-Type", "Host", "Keep-Alive", "Proxy-Authenticate",
        "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    };

    /// <summary>What is wrong with <paramref name="name"/>; <c>null</c> if nothing is.</summary>
    public static (string Problem, string Remedy)? Problem(string name)
    {
        if (name.AsSpan().ContainsAnyExcept(TokenCharacters))
        {
            return ("is not a header's name", "write letters, digits and hyphens");
        }

        return Managed.Contains(name) || name.StartsWith("x-llmproxy-", StringComparison.OrdinalIgnoreCase)
            ? ("is a header that the gateway itself manages", "remove it")
            : null;
    }
}
