using LlmProxy.Balancing;
using LlmProxy.Configuration;
using LlmProxy.Exchange.Bodies;
using LlmProxy.Exchange.Delivery;
using LlmProxy.Exchange.Delivery.Guarded;
using LlmProxy.Exchange.Delivery.Guarded.Corrections;
using LlmProxy.Exchange.Detached;
using LlmProxy.Exchange.Filters;
using LlmProxy.Exchange.Forwarding;
using LlmProxy.Exchange.Headers;
using LlmProxy.Exchange.Steps;
using LlmProxy.Exchange.Timing;
using LlmProxy.Failover;
using LlmProxy.Failover.Early;
using LlmProxy.Failover.Hedging;
using LlmProxy.Failover.Planning;
using LlmProxy.Failover.Shadow;
using LlmProxy.Health.Degradation;
using LlmProxy.Health.Shutdown;
using LlmProxy.Budgets;
using LlmProxy.Guardrails;
using LlmProxy.Limits;
using LlmProxy.Metering;
using LlmProxy.Metering.Ledger;
using LlmProxy.Metering.Prices;
using LlmProxy.Metering.Tokens;
using LlmProxy.Models;
using LlmProxy.Storage;
using LlmProxy.Tenancy;
using LlmProxy.Webhooks;
using LlmProxy.Prompts;
using LlmProxy.Providers;
using LlmProxy.Routing;
using LlmProxy.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Yarp.ReverseProxy.Forwarder;

namespace LlmProxy;

/// <summary>Makes a YARP host an LLM gateway.</summary>
public static class LlmProxyServices
{
    /// <summary>
    /// Adds the plugin: routes and clusters with an <c>Llm</c> block, read from the configuration's <c>ReverseProxy</c> section,
    /// become LLM traffic; all others stay plain YARP. Safe to call twice.
    /// </summary>
    /// <example><code>
    /// builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy")).AddLlmProxy();
    /// app.UseLlmProxy();
    /// app.MapReverseProxy(proxy => proxy.UseLlmProxy());
    /// </code></example>
    public static IReverseProxyBuilder AddLlmProxy(this IReverseProxyBuilder builder)
    {
        var services = builder.Services;
        if (services.Any(service => service.ServiceType == typeof(Settlement)))
            return builder;
        builder.AddLlmConfiguration();
        services.AddLlmRequestTelemetry();
        services.TryAddSingleton(TimeProvider.System);

        services.AddSingleton(provider =>
        {
            var state = provider.GetRequiredService<LlmConfigState>();
            var budget = new BufferBudget(() => state.Current.Proxy.Limits.MaxBufferedBytes);
            provider.GetRequiredService<LlmMetrics>().ObserveBufferedBytes(() => budget.UsedBytes);
            return budget;
        });
        services.AddSingleton(provider =>
        {
            var state = provider.GetRequiredService<LlmConfigState>();
            return new StoredObjects(
                () => state.Current.Proxy.Limits.MaxStoredObjects, provider.GetRequiredService<IStateStore>(), provider.GetRequiredService<TimeProvider>());
        });
        services.AddSideComponent(StoredObjectsLoad.Component).AddHostedService<StoredObjectsLoad>();
        services.AddSingleton<Settlement>();
        services.AddSingleton<ReassignedRoutes>();
        services.AddSingleton<AnswerGuards>();
        services.AddSingleton<GuardedErrors>();
        services.AddSingleton<Corrector>();
        // Lazily: what asks once more delivers an answer too.
        services.AddSingleton(provider => new Lazy<Corrector>(provider.GetRequiredService<Corrector>));
        services.AddSingleton<FilterChainFactory>();
        services.AddSingleton<StrictBooks>();
        services.AddSingleton<AnswerDelivery>();
        services.AddSingleton<AnswerGate>();
        services.AddSingleton<AttemptTimers>();
        services.AddSingleton<ClusterCalls>();
        services.AddSingleton<ModelLister>();
        services.AddSingleton<ModelCatalogue>();
        // Last wins: YARP's own factory was added before.
        services.AddSingleton<IForwarderHttpClientFactory, LlmHttpClientFactory>();

        services.TryAddSingleton<ShutdownState>();
        services.AddHostedService<ShutdownSequence>();
        services.AddProviderState();
        builder.AddLlmBalancing();
        services.AddSingleton<ProviderHealth>();
        services.AddSingleton<FailoverPlanner>();
        services.AddSingleton<AttemptRunner>();
        services.AddSingleton<AttemptLoop>();

        services.AddSingleton<Flights>();
        services.AddSingleton<FlightAnswers>();
        services.AddSingleton<FlightDelivery>();
        services.AddSingleton<FirstTokenTimes>();
        services.AddSingleton<HedgeBudgets>();
        services.AddSingleton<Hedger>();
        services.AddSingleton<EarlyKeepAlive>();
        services.AddSingleton<ShadowRing>();
        services.AddSingleton<ShadowRunner>();
        services.AddSingleton<DetachedAttempts>();

        services.AddTenancy().AddStorage().AddTokens().AddPrices().AddLedger().AddMetering().AddLimits().AddBudgets().AddWebhooks().AddGuardrails().AddPrompts();

        services.AddSingleton<ProviderAdapters>();
        services.AddSingleton<IProviderAdapter>(new OpenAiAdapter(ProviderNames.OpenAi));
        services.AddSingleton<IProviderAdapter>(new OpenAiAdapter(ProviderNames.OpenAiCompatible));
        services.AddSingleton<IProviderAdapter, AzureOpenAiAdapter>();
        services.AddSingleton<IProviderAdapter, AnthropicAdapter>();
        services.AddSingleton<IProviderAdapter, SandboxAdapter>();

        services.AddSingleton<LlmRequestTransform>();
        services.AddSingleton<LlmResponseTransform>();
        builder.AddTransforms<LlmTransforms>();
        return builder;
    }

    /// <summary>Adds a feature that filters answers.</summary>
    public static IReverseProxyBuilder AddResponseFilters<T>(this IReverseProxyBuilder builder)
        where T : class, IResponseFilterSource
    {
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IResponseFilterSource, T>());
        return builder;
    }
}
