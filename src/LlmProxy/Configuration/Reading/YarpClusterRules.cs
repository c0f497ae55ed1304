using Yarp.ReverseProxy.Configuration;

namespace LlmProxy.Configuration.Reading;

/// <summary>Checks what YARP itself lets pass in a cluster and what then fails at the first request.</summary>
internal static class YarpClusterRules
{
    private const string HashCookie = "HashCookie";
    private const string Cookie = "Cookie";

    /// <summary>Notes what is wrong in <paramref name="cluster"/>; <paramref name="llm"/> is its <c>Llm</c> block, if it has one.</summary>
    public static void Check(ClusterConfig cluster, ClusterReading? llm, ICollection<ConfigurationError> errors)
    {
        var path = $"{SectionNames.Clusters}:{cluster.ClusterId}";
        CheckAffinity(cluster.SessionAffinity, path, errors);
        if (llm is null)
        {
            return;
        }

        if (cluster.Destinations is not { Count: > 0 })
        {
            errors.Add(new($"{path}:Destinations", "is empty", "give at least one destination with an address"));
            return;
        }

        BalancingRules.Check(cluster, llm, path, errors);
        foreach (var (name, destination) in cluster.Destinations)
        {
            if (AddressRules.Problem(destination?.Address, llm.ApiVersion) is { } problem)
            {
                errors.Add(new($"{path}:Destinations:{name}:Address", problem.Problem, problem.Remedy));
            }
        }
    }

    /// <remarks>The policy needs a library that is not part of this product, and is YARP's default.</remarks>
    private static void CheckAffinity(SessionAffinityConfig? affinity, string path, ICollection<ConfigurationError> errors)
    {
        if (affinity?.Enabled is not true)
        {
            return;
        }

        var remedy = $"set it to '{Cookie}', which encrypts the cookie, or to 'CustomHeader' or 'ArrCookie'";
        if (affinity.Policy is null)
        {
            errors.Add(new($"{path}:SessionAffinity:Policy", $"is not set, which means '{HashCookie}', and that is not supported", remedy));
        }
        else if (affinity.Policy.Equals(HashCookie, StringComparison.OrdinalIgnoreCase))
        {
            errors.Add(new($"{path}:SessionAffinity:Policy", $"is '{HashCookie}', which is not supported", remedy));
        }
    }
}
