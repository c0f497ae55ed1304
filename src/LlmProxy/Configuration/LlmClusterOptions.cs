using System.ComponentModel.DataAnnotations;
using LlmProxy.Balancing.Settings;
using LlmProxy.Failover.Settings;

namespace LlmProxy.Configuration;

/// <summary>The <c>Llm</c> block of one cluster.</summary>
public sealed class LlmClusterOptions
{
    /// <summary>The protocol and habits of the provider behind the cluster; one of <see cref="Providers.ProviderNames"/>. Required.</summary>
    [Required]
    public string? Provider { get; set; }

    /// <summary>
    /// The credential sent upstream; <c>${NAME}</c> reads an environment variable, <c>${file:PATH}</c> a mounted secret.
    /// A cluster whose variable is not set is not usable and gets no traffic. Not set: no credential is sent.
    /// </summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// Further keys for the same provider, used in turn and in place of one that is at its limit or refused. Written like
    /// <see cref="ApiKey"/>, which is the first of them where both are set; one whose variable is not set is left out.
    /// </summary>
    public IList<string> ApiKeys { get; set; } = [];

    /// <summary>Whose credential goes upstream: the cluster's own key, or the caller's. Default <see cref="CredentialSource.Cluster"/>.</summary>
    public CredentialSource Credential { get; set; }

    /// <summary>The models served here: names, or patterns in which <c>*</c> stands for any text. The most specific one wins.</summary>
    public IList<string> Models { get; set; } = [];

    /// <summary>Names that clients may use (exact, no patterns), each with the provider's name that is sent instead.</summary>
    public IDictionary<string, string> Aliases { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Headers added to every request to this provider, such as <c>OpenAI-Organization</c>; values may use <c>${NAME}</c>.</summary>
    public IDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// For <c>azure-openai</c>: the <c>api-version</c> of the deployment form, as <c>2024-10-21</c>. Not set: the v1 form,
    /// <c>/openai/v1/…</c>, is used.
    /// </summary>
    public string? ApiVersion { get; set; }

    /// <summary>
    /// For <c>anthropic</c>: the <c>max_tokens</c> sent when a chat request states none, since that protocol demands one.
    /// 1 to 1,000,000; default 4096.
    /// </summary>
    [Range(1, 1_000_000)]
    public int DefaultMaxTokens { get; set; } = 4096;

    /// <summary>
    /// For <c>anthropic</c>: how a <c>reasoning_effort</c> is expressed. Default <see cref="ThinkingStyle.Auto"/>: by the model's name.
    /// </summary>
    public ThinkingStyle Thinking { get; set; }

    /// <summary>Whether <c>stream_options.include_usage</c> may be added to streams; some old servers refuse it. Default true.</summary>
    public bool StreamUsage { get; set; } = true;

    /// <summary>How long this provider may take, where the route does not say.</summary>
    public TimeoutOptions Timeouts { get; set; } = new();

    /// <summary>When a destination of this cluster is left alone.</summary>
    public BreakerOptions Breaker { get; set; } = new();

    /// <summary>
    /// For the policy <see cref="Balancing.BalancingNames.Weighted"/>: a destination's part of the requests, beside the others'. 0 to
    /// 1,000,000; one that is not named has 1; one with 0 gets requests only while no other is available.
    /// </summary>
    [Range(0, 1_000_000)]
    public IDictionary<string, int> Weights { get; set; } = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// What a destination costs beside the price of its model, as 1.1 for a dearer region; also for the policy
    /// <see cref="Balancing.BalancingNames.Cheapest"/>. 0 to 1,000; one that is not named has 1.
    /// </summary>
    [Range(0, 1_000)]
    public IDictionary<string, decimal> PriceFactors { get; set; } = new Dictionary<string, decimal>(StringComparer.OrdinalIgnoreCase);

    /// <summary>For the policy <see cref="Balancing.BalancingNames.LeastLatency"/>.</summary>
    public LeastLatencyOptions LeastLatency { get; set; } = new();

    /// <summary>For the policy <see cref="Balancing.BalancingNames.PrefixAffinity"/>.</summary>
    public PrefixAffinityOptions PrefixAffinity { get; set; } = new();
}
