using System.ComponentModel.DataAnnotations;
using LlmProxy.Configuration.Routing;
using LlmProxy.Failover.Settings;
using LlmProxy.Guardrails.Settings;
using LlmProxy.Limits.Settings;

namespace LlmProxy.Configuration;

/// <summary>The <c>Llm</c> block of one route. Its presence, even empty, makes the route one for LLM traffic.</summary>
public sealed class LlmRouteOptions
{
    /// <summary>
    /// The clusters that a request's model may pick here; empty: all that have an <c>Llm</c> block. The route's own
    /// <c>ClusterId</c> always is one of them.
    /// </summary>
    public IList<string> Clusters { get; set; } = [];

    /// <summary>
    /// Which of several clusters gets a request that list its model equally precisely. Default <see cref="ClusterPick.Order"/>: the
    /// route's own, else the first in the configuration.
    /// </summary>
    public ClusterPick Pick { get; set; }

    /// <summary>
    /// What is tried, in order, when a model (a name, or a pattern with <c>*</c>) fails: models of this route, as <c>gpt-4o</c>, or
    /// <c>gpt-4o@azure</c> for one at a certain cluster.
    /// </summary>
    public IDictionary<string, IList<string>> Fallbacks { get; set; } = new Dictionary<string, IList<string>>(StringComparer.Ordinal);

    /// <summary>Fallbacks for certain classes of failure.</summary>
    public ClassFallbackOptions FallbacksOn { get; set; } = new();

    /// <summary>How often, and after what wait, a failed request is tried again.</summary>
    public RetryOptions Retry { get; set; } = new();

    /// <summary>How long a provider may take; goes before its cluster's limits.</summary>
    public TimeoutOptions Timeouts { get; set; } = new();

    /// <summary>How long an answer is held back until it has proved itself.</summary>
    public GateOptions Gate { get; set; } = new();

    /// <summary>Comments to the client of a stream while the provider is silent.</summary>
    public KeepAliveOptions KeepAlive { get; set; } = new();

    /// <summary>A second attempt elsewhere for a request whose first token is late.</summary>
    public HedgeOptions Hedge { get; set; } = new();

    /// <summary>Copies of requests to another model in the background.</summary>
    public ShadowOptions Shadow { get; set; } = new();

    /// <summary>What a client gets when nothing else is left.</summary>
    public LastResortOptions LastResort { get; set; } = new();

    /// <summary>What requests and answers are judged by.</summary>
    public RouteGuardrailOptions Guardrails { get; set; } = new();

    /// <summary>The prompt that every request is put under: a name of <c>config/prompts/</c>, or <c>name@version</c> for one version whatever is live. Not set: none.</summary>
    public string? Prompt { get; set; }

    /// <summary>Variables of <see cref="Prompt"/> that this route gives, which no caller can change.</summary>
    public IDictionary<string, string> PromptVariables { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What may be used here, by one request and in a time.</summary>
    public RouteLimitOptions Limits { get; set; } = new();

    /// <summary>Most bytes of one request body, encoded and decoded. 1 KiB to 2,000,000,000. Not set: <see cref="LlmLimitsOptions.MaxRequestBodyBytes"/>.</summary>
    [Range(1024, 2_000_000_000)]
    public long? MaxRequestBodyBytes { get; set; }
}
