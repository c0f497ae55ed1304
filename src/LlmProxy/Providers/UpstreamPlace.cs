using LlmProxy.Exchange.Headers;

namespace LlmProxy.Providers;

/// <summary>A place at a provider.</summary>
/// <param name="Root">What stands before the path at a destination whose address has no path of its own: <c>/v1</c>.</param>
/// <param name="Path">The path.</param>
/// <param name="Query">The query with its question mark, or nothing.</param>
public readonly record struct UpstreamPlace(string Root, string Path, string Query = "")
{
    /// <summary>The place at the destination of this address.</summary>
    public Uri At(string address) => new(address.TrimEnd('/') + (UpstreamPath.HasPath(address) ? "" : Root) + Path + Query);
}
