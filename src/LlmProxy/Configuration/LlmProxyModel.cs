using System.Collections.Frozen;
using LlmProxy.Budgets.Settings;
using LlmProxy.Failover.Settings;
using LlmProxy.Guardrails;
using LlmProxy.Limits.Settings;
using LlmProxy.Metering.Ledger.Settings;
using LlmProxy.Metering.Prices.Settings;
using LlmProxy.Metering.Tokens.Settings;
using LlmProxy.Prompts.Experiments;
using LlmProxy.Prompts.Settings;
using LlmProxy.Storage.Settings;
using LlmProxy.Tenancy.Settings;
using LlmProxy.Webhooks.Settings;

namespace LlmProxy.Configuration;

/// <summary>The <c>LlmProxy</c> section, resolved. Immutable.</summary>
public sealed class LlmProxyModel
{
    /// <summary>Whether the gateway may listen beyond loopback while callers need no key.</summary>
    public bool AllowAnonymous { get; init; }

    /// <summary>Bounds on what one process takes in.</summary>
    public LlmLimitsModel Limits { get; init; } = new();

    /// <summary>Who may see the gateway's own state.</summary>
    public LlmAccessModel Access { get; init; } = new();

    /// <summary>What is exported about requests.</summary>
    public LlmTelemetryModel Telemetry { get; init; } = new();

    /// <summary>How the gateway stops.</summary>
    public LlmShutdownModel Shutdown { get; init; } = new();

    /// <summary>The guards that routes can name.</summary>
    internal GuardCatalogue Guardrails { get; init; } = GuardCatalogue.Empty;

    /// <summary>Templates, and which versions of them requests get.</summary>
    public PromptOptions Prompts { get; init; } = new();

    /// <summary>Experiments with versions, models and parameters.</summary>
    internal ExperimentSet Experiments { get; init; } = ExperimentSet.None;

    /// <summary>What models cost, beside the catalogue.</summary>
    public PriceOptions Prices { get; init; } = new();

    /// <summary>How tokens are counted.</summary>
    public TokenOptions Tokens { get; init; } = new();

    /// <summary>Where records are kept.</summary>
    public StorageOptions Storage { get; init; } = new();

    /// <summary>How the record of each request is kept.</summary>
    public LedgerOptions Ledger { get; init; } = new();

    /// <summary>How callers show who they are.</summary>
    public KeyModel Keys { get; init; } = new();

    /// <summary>The tenants, by name.</summary>
    public IReadOnlyDictionary<string, TenantOptions> Tenants { get; init; } = FrozenDictionary<string, TenantOptions>.Empty;

    /// <summary>What callers may use in a time.</summary>
    public RateLimitOptions RateLimits { get; init; } = new();

    /// <summary>What may be spent.</summary>
    public BudgetModel Budgets { get; init; } = BudgetModel.None;

    /// <summary>Who is told of events.</summary>
    public IReadOnlyList<WebhookModel> Webhooks { get; init; } = [];

    /// <summary>Which web pages may call.</summary>
    public CorsOptions Cors { get; init; } = new();

    /// <summary>The models that are waited for longer.</summary>
    public ReasoningModels Reasoning { get; init; } = ReasoningModels.Default;
}
