using LlmProxy.Exchange.Headers;

namespace LlmProxy.Providers;

/// <summary>The headers that Anthropic demands.</summary>
internal static class AnthropicHeaders
{
    /// <summary>Names the version of the API; every client of it sends one.</summary>
    public const string VersionHeader = "anthropic-version";

    /// <summary>The version of the API that is spoken where the caller names none.</summary>
    private const string Version = "2023-06-01";

    /// <summary>Adds the version where the caller sent none.</summary>
    public static void AddVersion(in UpstreamHeaders headers)
    {
        if (!headers.Contains(VersionHeader))
            headers.Set(VersionHeader, Version);
    }
}
