using LlmProxy.Configuration.Routing;
using LlmProxy.Failover.Failures;

namespace LlmProxy.Failover.Planning;

/// <summary>What a route tries in place of a model, resolved to clusters. Immutable; asked only once something has failed.</summary>
public sealed class FailoverChains
{
    private readonly ModelRouter? _router;
    private readonly bool _otherClusters;
    private readonly FallbackList _general;
    private readonly FallbackList _rateLimit;
    private readonly FallbackList _contextLength;
    private readonly FallbackList _contentFilter;

    /// <summary>Chains of a route.</summary>
    /// <param name="router">The route's own, which also says what other clusters list a model.</param>
    /// <param name="otherClusters">Whether those are tried before the fallback models.</param>
    /// <param name="general">For any failure.</param>
    /// <param name="rateLimit">For rate limits.</param>
    /// <param name="contextLength">For prompts that are too long.</param>
    /// <param name="contentFilter">For refused content.</param>
    public FailoverChains(
        ModelRouter? router, bool otherClusters, FallbackList general, FallbackList rateLimit, FallbackList contextLength, FallbackList contentFilter)
    {
        _router = router;
        _otherClusters = otherClusters;
        _general = general;
        _rateLimit = rateLimit;
        _contextLength = contextLength;
        _contentFilter = contentFilter;
    }

    /// <summary>Chains that hold nothing.</summary>
    public static FailoverChains None { get; } =
        new(null, false, FallbackList.Empty, FallbackList.Empty, FallbackList.Empty, FallbackList.Empty);

    /// <summary>What is tried for <paramref name="model"/>, in order, after a failure of this class. May name the place that failed.</summary>
    public IEnumerable<FailoverTarget> For(string model, FailureClass failure) => failure switch
    {
        FailureClass.ContextLength => _contextLength.For(model),
        FailureClass.ContentFilter => _contentFilter.For(model),
        FailureClass.RateLimit when _rateLimit.Has(model) => _rateLimit.For(model),
        _ => SameModelElsewhere(model).Concat(_general.For(model)),
    };

    private IEnumerable<FailoverTarget> SameModelElsewhere(string model) =>
        _otherClusters && _router is not null
            ? _router.AllOf(model).Select(pick => new FailoverTarget(pick.Cluster!, pick.UpstreamModel ?? model, pick.Pattern))
            : [];
}
