using LlmProxy.Budgets.Settings;
using LlmProxy.Guardrails.Settings;
using LlmProxy.Limits.Settings;
using LlmProxy.Metering.Ledger.Settings;
using LlmProxy.Metering.Prices.Settings;
using LlmProxy.Metering.Tokens.Settings;
using LlmProxy.Prompts.Experiments.Settings;
using LlmProxy.Prompts.Settings;
using LlmProxy.Storage.Settings;
using LlmProxy.Tenancy.Settings;
using LlmProxy.Webhooks.Settings;

namespace LlmProxy.Configuration;

/// <summary>The <c>LlmProxy</c> section: what all routes share.</summary>
public sealed class LlmProxyOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "LlmProxy";

    /// <summary>Whether the gateway may listen beyond loopback while callers need no key. Default false.</summary>
    public bool AllowAnonymous { get; set; }

    /// <summary>Bounds on what one process takes in.</summary>
    public LlmLimitsOptions Limits { get; set; } = new();

    /// <summary>Who may see the gateway's own state.</summary>
    public LlmAccessOptions Access { get; set; } = new();

    /// <summary>What is exported about requests.</summary>
    public LlmTelemetryOptions Telemetry { get; set; } = new();

    /// <summary>How the gateway stops.</summary>
    public LlmShutdownOptions Shutdown { get; set; } = new();

    /// <summary>The guards that routes can name.</summary>
    public IDictionary<string, GuardrailOptions> Guardrails { get; set; } = new Dictionary<string, GuardrailOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Templates, and which versions of them requests get.</summary>
    public PromptOptions Prompts { get; set; } = new();

    /// <summary>Experiments with versions, models and parameters, by name.</summary>
    public IDictionary<string, ExperimentOptions> Experiments { get; set; } = new Dictionary<string, ExperimentOptions>(StringComparer.Ordinal);

    /// <summary>What models cost.</summary>
    public PriceOptions Prices { get; set; } = new();

    /// <summary>How tokens are counted.</summary>
    public TokenOptions Tokens { get; set; } = new();

    /// <summary>Where records are kept.</summary>
    public StorageOptions Storage { get; set; } = new();

    /// <summary>How the record of each request is kept.</summary>
    public LedgerOptions Ledger { get; set; } = new();

    /// <summary>How callers show who they are.</summary>
    public KeyOptions Keys { get; set; } = new();

    /// <summary>The tenants, by name.</summary>
    public IDictionary<string, TenantOptions> Tenants { get; set; } = new Dictionary<string, TenantOptions>(StringComparer.Ordinal);

    /// <summary>What callers may use in a time.</summary>
    public RateLimitOptions RateLimits { get; set; } = new();

    /// <summary>What may be spent.</summary>
    public BudgetOptions Budgets { get; set; } = new();

    /// <summary>Who is told of events.</summary>
    public IList<WebhookOptions> Webhooks { get; set; } = new List<WebhookOptions>();

    /// <summary>Which web pages may call.</summary>
    public CorsOptions Cors { get; set; } = new();

    /// <summary>
    /// Names or patterns (<c>my-thinker-*</c>; case does not matter) of models that may think for minutes, beside those that the gateway
    /// knows. Where no <c>Timeouts</c> are set, they get 5 minutes in place of 30 s.
    /// </summary>
    public IList<string> ReasoningModels { get; set; } = [];
}
