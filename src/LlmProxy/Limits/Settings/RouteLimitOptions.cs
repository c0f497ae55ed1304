using System.ComponentModel.DataAnnotations;

namespace LlmProxy.Limits.Settings;

/// <summary>What may be used on one route: by one request, and by all of them together in a time.</summary>
public sealed class RouteLimitOptions : LimitOptions
{
    /// <summary>
    /// Most tokens of one prompt; a longer one is refused. By the model's own rules where they are known, else by estimate.
    /// 1 to 100,000,000. Not set: no limit but the model's.
    /// </summary>
    [Range(1, 100_000_000)]
    public int? MaxInputTokens { get; init; }

    /// <summary>
    /// Most tokens of one answer, reasoning included: a larger bound in the request is lowered to this, and where the request states
    /// none, this is sent. 1 to 1,000,000; OpenAI's responses take no less than 16. Not set: the caller's own bound, if any.
    /// </summary>
    [Range(1, 1_000_000)]
    public int? MaxOutputTokens { get; init; }
}
