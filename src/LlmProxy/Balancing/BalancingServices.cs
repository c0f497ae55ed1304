using LlmProxy.Balancing.Affinity;
using LlmProxy.Balancing.Latency;
using LlmProxy.Balancing.Prices;
using LlmProxy.Balancing.Tokens;
using LlmProxy.Balancing.Weighted;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Yarp.ReverseProxy.LoadBalancing;

namespace LlmProxy.Balancing;

/// <summary>Registers the plugin's balancing policies with YARP.</summary>
internal static class BalancingServices
{
    /// <summary>Makes <see cref="BalancingNames"/> known; safe to call twice.</summary>
    public static IReverseProxyBuilder AddLlmBalancing(this IReverseProxyBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<LatencyBoard>();
        services.TryAddSingleton<RequestTokens>();
        services.TryAddSingleton<TokenLoads>();
        services.TryAddSingleton<CheapestCluster>();
        services.TryAddEnumerable([
            ServiceDescriptor.Singleton<ILoadBalancingPolicy, LeastLatencyPolicy>(),
            ServiceDescriptor.Singleton<ILoadBalancingPolicy, WeightedPolicy>(),
            ServiceDescriptor.Singleton<ILoadBalancingPolicy, PrefixAffinityPolicy>(),
            ServiceDescriptor.Singleton<ILoadBalancingPolicy, LeastTokensPolicy>(),
            ServiceDescriptor.Singleton<ILoadBalancingPolicy, CheapestPolicy>(),
        ]);
        return builder;
    }
}
