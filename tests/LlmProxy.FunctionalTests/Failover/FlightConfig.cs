namespace LlmProxy.FunctionalTests.Failover;

/// <summary>Writes the configuration of a gateway whose route runs requests detached.</summary>
internal static class FlightConfig
{
    public const string Stream = """{"model":"m","stream":true,"messages":[{"role":"user","content":"x"}]}""";
    public const string Whole = """{"model":"m","messages":[{"role":"user","content":"x"}]}""";

    /// <summary>A route <c>llm</c> with this <c>Llm</c> block, and clusters.</summary>
    /// <param name="llm">The members of the route's block.</param>
    /// <param name="clusters">Name, provider, addresses and the models served.</param>
    public static string Of(string llm, params (string Id, string Provider, Uri[] Addresses, string Models)[] clusters) => $$"""
        {
          "ReverseProxy": {
            "Routes": {
              "llm": { "ClusterId": "{{clusters[0].Id}}", "Match": { "Path": "/v1/{**rest}" }, "Llm": { {{llm}} } }
            },
            "Clusters": { {{string.Join(",\n", clusters.Select(Cluster))}} }
          }
        }
        """;

    private static string Cluster((string Id, string Provider, Uri[] Addresses, string Models) cluster) => $$"""
        "{{cluster.Id}}": {
          "LoadBalancingPolicy": "FirstAlphabetical",
          "Destinations": { {{string.Join(", ", cluster.Addresses.Select((address, i) => $"\"d{i}\": {{ \"Address\": \"{address}\" }}"))}} },
          "Llm": { "Provider": "{{cluster.Provider}}", "Models": [ {{cluster.Models}} ] }
        }
        """;
}
