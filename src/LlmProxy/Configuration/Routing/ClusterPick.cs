namespace LlmProxy.Configuration.Routing;

/// <summary>Which of several clusters gets a request that list its model equally precisely.</summary>
public enum ClusterPick
{
    /// <summary>The route's own, else the first in the configuration.</summary>
    Order,

    /// <summary>The one where the request costs least, by the prices that are known.</summary>
    Cheapest,
}
