using System.Collections.Frozen;
using LlmProxy.Balancing.Settings;
using LlmProxy.Configuration.Routing;
using LlmProxy.Configuration.Secrets;
using LlmProxy.Failover.Settings;
using LlmProxy.Providers;

namespace LlmProxy.Configuration;

/// <summary>One cluster's <c>Llm</c> block, resolved. Immutable.</summary>
public sealed class LlmClusterModel
{
    /// <summary>The cluster's name.</summary>
    public required string ClusterId { get; init; }

    /// <summary>One of <see cref="ProviderNames"/>, spelt as there.</summary>
    public required string Provider { get; init; }

    /// <summary>Whose price list holds (<c>openai</c>, <c>groq</c> …), by provider and address; <c>null</c>: nobody's, such as for servers of one's own.</summary>
    public string? PriceVendor { get; init; }

    /// <summary>The key sent upstream; <c>null</c> if none is, or while the cluster is not usable.</summary>
    public Secret? ApiKey { get; init; }

    /// <summary>All keys that can be sent upstream, <see cref="ApiKey"/> among them.</summary>
    public IReadOnlyList<ApiKeyModel> Keys { get; init; } = [];

    /// <summary>How long this provider may take, where the route does not say.</summary>
    public TimeoutOptions Timeouts { get; init; } = new();

    /// <summary>When a destination of this cluster is left alone.</summary>
    public BreakerOptions Breaker { get; init; } = new();

    /// <summary>The weights of destinations, by their names; one that is not named has 1.</summary>
    public FrozenDictionary<string, int> Weights { get; init; } = FrozenDictionary<string, int>.Empty;

    /// <summary>What destinations cost beside the model's price, by their names; one that is not named has 1.</summary>
    public FrozenDictionary<string, decimal> PriceFactors { get; init; } = FrozenDictionary<string, decimal>.Empty;

    /// <summary>How the policy <see cref="Balancing.BalancingNames.LeastLatency"/> remembers.</summary>
    public LeastLatencyOptions LeastLatency { get; init; } = new();

    /// <summary>How the policy <see cref="Balancing.BalancingNames.PrefixAffinity"/> trades warm caches for even load.</summary>
    public PrefixAffinityOptions PrefixAffinity { get; init; } = new();

    /// <summary>Whose credential goes upstream.</summary>
    public CredentialSource Credential { get; init; }

    /// <summary>The models served, as they were listed.</summary>
    public IReadOnlyList<ModelPattern> Models { get; init; } = [];

    /// <summary>What callers may write, with the provider's name for it.</summary>
    public FrozenDictionary<string, string> Aliases { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Headers for every request to the provider.</summary>
    public IReadOnlyList<KeyValuePair<string, Secret>> Headers { get; init; } = [];

    /// <summary>Azure's <c>api-version</c>; <c>null</c>: the v1 form.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>The <c>max_tokens</c> for Anthropic where a caller states none.</summary>
    public int DefaultMaxTokens { get; init; } = new LlmClusterOptions().DefaultMaxTokens;

    /// <summary>How an effort to think is expressed to Anthropic.</summary>
    public ThinkingStyle Thinking { get; init; }

    /// <summary>Whether <c>stream_options.include_usage</c> may be added.</summary>
    public bool StreamUsage { get; init; } = true;

    /// <summary>The environment variables that are not set, and secret files (<c>file:PATH</c>) that cannot be read, and without which nothing can be sent.</summary>
    public IReadOnlyList<string> MissingKeys { get; init; } = [];

    /// <summary>What <see cref="MissingKeys"/> would hold for those keys of a pool that the cluster can do without, since another is there.</summary>
    public IReadOnlyList<string> MissingSpares { get; init; } = [];

    /// <summary>Whether the cluster has a key, if it names any, and every other secret that it names, and so may get traffic.</summary>
    public bool IsUsable => MissingKeys.Count == 0;

    /// <summary>Whether the provider is the sandbox, whose answers are made up.</summary>
    public bool IsSandbox => Provider == ProviderNames.Sandbox;
}
