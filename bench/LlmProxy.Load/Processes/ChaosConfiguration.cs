using System.Text.Json;

namespace LlmProxy.Load.Processes;

/// <summary>
/// The gateway of the chaos run. The same targets stand twice in it: as the clusters of a chain (model
/// <see cref="Chain"/>) and as the destinations of one cluster (model <see cref="Pool"/>). Its time limits are short, or
/// a minute would hold few of them.
/// </summary>
internal static class ChaosConfiguration
{
    /// <summary>The model that three clusters with one destination each serve.</summary>
    public const string Chain = "chain";

    /// <summary>The model that one cluster with three destinations serves.</summary>
    public const string Pool = "pool";

    private static readonly string[] Keys = ["chaos-key-one", "chaos-key-two"];

    private static readonly object Breaker = new
    {
        ConsecutiveFailures = 5, MinAttempts = 20, Window = "00:00:05", OpenFor = "00:00:00.500", MaxOpenFor = "00:00:01", Probes = 1, RampUp = "00:00:01",
    };

    /// <summary>The settings that differ from the defaults, in words for the report.</summary>
    public static string Summary =>
        "FirstByte and Idle 1 s, Total 15 s; Retry: base 50 ms, at most 500 ms, Retry-After up to 2 s, 4 attempts for each cluster, 1 for each " +
        "destination while there is another, 12 in all; breaker: opens after 5 in a row for 0.5 to 1 s, 1 probe, ramp-up 1 s; keep-alive 300 ms; two keys.";

    /// <summary>The model that one target alone serves.</summary>
    public static string Direct(int target) => $"direct-{target + 1}";

    /// <summary>The JSON text.</summary>
    /// <param name="targets">Their addresses.</param>
    public static string For(IReadOnlyList<string> targets)
    {
        var clusters = new Dictionary<string, object>();
        for (var target = 0; target < targets.Count; target++)
            clusters[$"target-{target + 1}"] = Cluster([targets[target]], [Chain, Direct(target)]);
        clusters["pool"] = Cluster(targets, [Pool]);

        return JsonSerializer.Serialize(new
        {
            ReverseProxy = new
            {
                Routes = new
                {
                    openai = new
                    {
                        ClusterId = "target-1",
                        Match = new { Path = "/v1/{**rest}" },
                        Llm = new
                        {
                            Retry = new
                            {
                                MaxAttempts = 4, MaxPerDestination = 1, MaxTotal = 12,
                                BaseDelay = "00:00:00.050", MaxDelay = "00:00:00.500", MaxRetryAfter = "00:00:02",
                            },
                            Timeouts = new { Connect = "00:00:01", FirstByte = "00:00:01", Idle = "00:00:01", Total = "00:00:15" },
                            KeepAlive = new { Interval = "00:00:00.300" },
                        },
                    },
                },
                Clusters = clusters,
            },
            LlmProxy = new { Telemetry = new { SampleRatio = 0, HttpMetrics = true } },
        });
    }

    private static object Cluster(IReadOnlyList<string> addresses, string[] models) => new
    {
        Destinations = addresses.Index().ToDictionary(one => $"destination-{one.Index + 1}", one => new { Address = one.Item }),
        Llm = new { Provider = "openai-compatible", ApiKeys = Keys, Models = models, Breaker },
    };
}
