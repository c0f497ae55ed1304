namespace LlmProxy.Failover.Settings;

/// <summary>Fallbacks for one class of failure; each maps a model, or a pattern, to what is tried instead.</summary>
public sealed class ClassFallbackOptions
{
    /// <summary>Where a request goes whose prompt is too long for its model. Not set: the error is told.</summary>
    public IDictionary<string, IList<string>> ContextLength { get; init; } = new Dictionary<string, IList<string>>(StringComparer.Ordinal);

    /// <summary>Where a request goes that a provider's content filter refused. Not set: the error is told.</summary>
    public IDictionary<string, IList<string>> ContentFilter { get; init; } = new Dictionary<string, IList<string>>(StringComparer.Ordinal);

    /// <summary>Where a request goes that meets a rate limit, once the cluster's other keys are busy too. Not set: as for any failure.</summary>
    public IDictionary<string, IList<string>> RateLimit { get; init; } = new Dictionary<string, IList<string>>(StringComparer.Ordinal);
}
