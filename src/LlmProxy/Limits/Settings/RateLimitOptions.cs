namespace LlmProxy.Limits.Settings;

/// <summary>What callers may use in a time, where nothing more special says.</summary>
public sealed class RateLimitOptions
{
    /// <summary>Of each virtual key, where the key itself does not say. Default: 60 requests in a minute. Without keys there is nothing to limit here.</summary>
    public LimitOptions Key { get; set; } = new() { RequestsPerMinute = 60 };

    /// <summary>Of each end user of a tenant, where one is named, by the key, a header or the body.</summary>
    public LimitOptions User { get; set; } = new();

    /// <summary>Of each tenant, where the tenant itself does not say.</summary>
    public LimitOptions Tenant { get; set; } = new();

    /// <summary>Of models, by name or pattern (<c>gpt-4*</c>), whoever asks. A request stands under the most specific one.</summary>
    public IDictionary<string, LimitOptions> Models { get; set; } = new Dictionary<string, LimitOptions>(StringComparer.Ordinal);

    /// <summary>Where requests wait for room.</summary>
    public LimitQueueOptions Queue { get; set; } = new();
}
