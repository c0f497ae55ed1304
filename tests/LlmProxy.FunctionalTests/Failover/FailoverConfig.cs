namespace LlmProxy.FunctionalTests.Failover;

/// <summary>A gateway whose model <c>m</c> is at cluster <c>first</c>, with the fallback <c>b</c> at cluster <c>second</c>.</summary>
internal static class FailoverConfig
{
    /// <param name="first">Where <c>m</c> is.</param>
    /// <param name="second">Where <c>b</c> is; <c>null</c>: there is no fallback.</param>
    /// <param name="route">More settings of the route's <c>Llm</c> block.</param>
    /// <param name="kind">The first cluster's provider.</param>
    /// <param name="cluster">More settings of the first cluster.</param>
    public static string Of(Uri first, Uri? second, string route = "", string kind = "openai-compatible", string cluster = "") => $$"""
        {
          "ReverseProxy": {
            "Routes": {
              "llm": {
                "ClusterId": "first",
                "Match": { "Path": "/v1/{**rest}" },
                "Llm": {
                  {{(second is null ? "" : """ "Fallbacks": { "m": [ "b" ] }, """)}}
                  "Retry": { "MaxAttempts": 1 }
                  {{(route.Length > 0 ? ", " + route : "")}}
                }
              }
            },
            "Clusters": {
              "first": {
                "Destinations": { "a": { "Address": "{{first}}" } },
                {{(cluster.Length > 0 ? cluster + ", " : "")}}
                "Llm": { "Provider": "{{kind}}", "Models": [ "m" ] }
              },
              "second": {
                "Destinations": { "a": { "Address": "{{second ?? first}}" } },
                "Llm": { "Provider": "openai-compatible", "Models": [ "b" ] }
              }
            }
          }
        }
        """;
}
