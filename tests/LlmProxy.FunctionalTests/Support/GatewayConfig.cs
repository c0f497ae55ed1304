namespace LlmProxy.FunctionalTests.Support;

/// <summary>Writes the configuration of a gateway with several clusters.</summary>
internal static class GatewayConfig
{
    /// <summary>A configuration whose routes, <c>/v1</c>, <c>/openai</c> and <c>/{cluster}/v1</c> for each cluster, may use every cluster.</summary>
    /// <param name="own">The cluster of <c>/v1</c> and <c>/openai</c>.</param>
    /// <param name="clusters">Name, address and the members of the <c>Llm</c> block, in this order.</param>
    public static string Of(string own, params (string Id, string Address, string Llm)[] clusters) => $$"""
        {
          "ReverseProxy": {
            "Routes": {
              {{string.Join(",\n", clusters.Select(cluster => Route(cluster.Id, cluster.Id, $"/{cluster.Id}/v1")))}},
              {{Route("llm", own, "/v1")}},
              {{Route("azure", own, "/openai")}}
            },
            "Clusters": {
              {{string.Join(",\n", clusters.Select(cluster => Cluster(cluster.Id, cluster.Address, cluster.Llm)))}}
            }
          }
        }
        """;

    private static string Route(string id, string cluster, string prefix) =>
        $$"""
        "{{id}}": { "ClusterId": "{{cluster}}", "Match": { "Path": "{{prefix}}/{**rest}" }, "Llm": {} }
        """;

    private static string Cluster(string id, string address, string llm) =>
        $$"""
        "{{id}}": { "Destinations": { "a": { "Address": "{{address}}" } }, "Llm": { {{llm}} } }
        """;
}
