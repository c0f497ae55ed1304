using System.Net.Http.Headers;

namespace LlmProxy.Exchange.Headers;

/// <summary>The headers of a request on its way to a provider.</summary>
/// <param name="Headers">The request's own headers; those of its content belong to the body.</param>
public readonly record struct UpstreamHeaders(HttpRequestHeaders Headers)
{
    /// <summary>Sets a header, in place of any value that it had.</summary>
    public void Set(string name, string value)
    {
        Headers.Remove(name);
        Headers.TryAddWithoutValidation(name, value);
    }

    /// <summary>Whether the header is there.</summary>
    public bool Contains(string name) => Headers.NonValidated.Contains(name);
}
