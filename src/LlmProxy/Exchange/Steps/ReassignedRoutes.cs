using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Model;
using Yarp.ReverseProxy.Transforms.Builder;

namespace LlmProxy.Exchange.Steps;

/// <summary>A route as it would be on another cluster, made once for each pair and forgotten with the configuration it belongs to.</summary>
/// <remarks>Its transforms are built for that cluster too, since some come from there: the one that sets session affinity's cookie.</remarks>
internal sealed class ReassignedRoutes(ITransformBuilder transforms)
{
    private readonly ConditionalWeakTable<RouteModel, ConcurrentDictionary<ClusterState, Reassigned>> _known = [];

    /// <summary>The route <paramref name="route"/> with <paramref name="cluster"/> in place of its own.</summary>
    public RouteModel Get(RouteModel route, ClusterState cluster)
    {
        var known = _known.GetOrCreateValue(route);
        var config = cluster.Model.Config;
        if (known.TryGetValue(cluster, out var reassigned) && ReferenceEquals(reassigned.Cluster, config))
            return reassigned.Route;
        reassigned = new Reassigned(config, new RouteModel(route.Config, cluster, transforms.Build(route.Config, config)));
        known[cluster] = reassigned;
        return reassigned.Route;
    }

    private sealed record Reassigned(ClusterConfig Cluster, RouteModel Route);
}
