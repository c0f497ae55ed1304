using System.ComponentModel.DataAnnotations;

namespace LlmProxy.Webhooks.Settings;

/// <summary>One receiver of the gateway's events.</summary>
public sealed class WebhookOptions
{
    /// <summary>A name for logs, metrics and health; each once. Letters, digits, '-', '_' and '.', at most 100. Required.</summary>
    [Required]
    public string? Name { get; init; }

    /// <summary>Where events are posted to. <c>https</c>, or <c>http</c> on loopback. Redirects are not followed. Required.</summary>
    [Required]
    public string? Url { get; init; }

    /// <summary>
    /// The secret that deliveries are signed with; <c>${NAME}</c> and <c>${file:PATH}</c> work. With <c>whsec_</c> before it, the rest is Base64.
    /// A receiver whose variable is not set gets nothing. Required.
    /// </summary>
    [Required]
    public string? Secret { get; init; }

    /// <summary>The events that are sent: names, or patterns such as <c>budget.*</c>. Default: all but <c>usage</c>, of which there is one for each request.</summary>
    public IList<string> Events { get; init; } = [];

    /// <summary>How many <c>usage</c> events one delivery holds at most. 1 to 1,000; default 100.</summary>
    [Range(1, 1_000)]
    public int MaxBatch { get; init; } = 100;
}
