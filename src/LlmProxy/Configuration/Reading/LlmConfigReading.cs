namespace LlmProxy.Configuration.Reading;

/// <summary>What was read of a whole configuration at one moment.</summary>
/// <param name="Clusters">The clusters with an <c>Llm</c> block, in the order of the configuration.</param>
/// <param name="Routes">The routes with an <c>Llm</c> block, in the order of the configuration.</param>
/// <param name="AllRoutes">The names of all routes, those without such a block too.</param>
/// <param name="Proxy">The <c>LlmProxy</c> section.</param>
internal sealed record LlmConfigReading(
    IReadOnlyList<ClusterReading> Clusters,
    IReadOnlyList<RouteReading> Routes,
    IReadOnlySet<string> AllRoutes,
    ProxyReading Proxy)
{
    /// <summary>All that is wrong.</summary>
    public IEnumerable<ConfigurationError> Errors =>
        [.. Clusters.SelectMany(c => c.Errors), .. Routes.SelectMany(r => r.Errors), .. Proxy.Errors];

    /// <summary>What was read of the cluster; <c>null</c> if it has no <c>Llm</c> block.</summary>
    public ClusterReading? Cluster(string clusterId) =>
        Clusters.FirstOrDefault(c => c.ClusterId.Equals(clusterId, StringComparison.OrdinalIgnoreCase));

    /// <summary>What was read of the route; <c>null</c> if it has no <c>Llm</c> block.</summary>
    public RouteReading? Route(string routeId) =>
        Routes.FirstOrDefault(r => r.RouteId.Equals(routeId, StringComparison.OrdinalIgnoreCase));

    /// <summary>The models of all that is sound.</summary>
    public LlmConfigModel ToModel() => new()
    {
        Clusters = [.. Clusters.Select(c => c.Model).OfType<LlmClusterModel>()],
        Routes = [.. Routes.Select(r => r.Model).OfType<LlmRouteModel>()],
        Proxy = Proxy.Model,
    };
}
