using System.ComponentModel.DataAnnotations;

namespace LlmProxy.Configuration;

/// <summary>The <c>Llm</c> block of one route. Its presence, even empty, makes the route one for LLM traffic.</summary>
public sealed class LlmRouteOptions
{
    /// <summary>
    /// The clusters that a request's model may pick here; empty: all that have an <c>Llm</c> block. The route's own
    /// <c>ClusterId</c> always is one of them.
    /// </summary>
    public IList<string> Clusters { get; set; } = [];

    /// <summary>Most bytes of one request body, encoded and decoded. 1 KiB to 2,000,000,000. Not set: <see cref="LlmLimitsOptions.MaxRequestBodyBytes"/>.</summary>
    [Range(1024, 2_000_000_000)]
    public long? MaxRequestBodyBytes { get; set; }
}
