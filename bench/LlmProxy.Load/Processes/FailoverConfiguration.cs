using System.Text.Json;

namespace LlmProxy.Load.Processes;

/// <summary>The two configurations that <c>failover</c> compares. Both have two destinations, since with one nobody balances.</summary>
internal static class FailoverConfiguration
{
    private static readonly string[] Primary = ["bench-*"];

    private static readonly string[] Spare = ["bench-*", "spare"];

    private static readonly string[] ToSpare = ["spare"];

    private static readonly string[] TwoKeys = ["bench-key-one", "bench-key-two"];

    private static readonly Dictionary<string, string[]> Fallbacks = new() { ["bench-*"] = ToSpare };

    /// <summary>All of failover, as a careful operator would set it; hedging and shadow traffic off, as by default.</summary>
    /// <param name="provider">The provider's address.</param>
    public static string With(string provider) => Write(
        new
        {
            Clusters = (string[])["provider", "spare"],
            Fallbacks,
            FallbacksOn = new { ContextLength = Fallbacks, ContentFilter = Fallbacks, RateLimit = Fallbacks },
            Retry = new { MaxAttempts = 3, MaxPerDestination = 2, MaxTotal = 8, OtherClusters = true },
            Timeouts = new { Connect = "00:00:05", FirstByte = "00:00:30", Idle = "00:00:30", Total = "00:10:00" },
            Gate = new { Enabled = true, MaxHold = "00:00:05", MaxBytes = 64 * 1024 },
            KeepAlive = new { Enabled = true, Interval = "00:00:10" },
        },
        new Dictionary<string, object>
        {
            ["provider"] = new
            {
                LoadBalancingPolicy = Balancing,
                Destinations = Twice(provider),
                Llm = new { Provider = "openai-compatible", ApiKeys = TwoKeys, Models = Primary, Breaker = new { Enabled = true } },
            },
            ["spare"] = new
            {
                LoadBalancingPolicy = Balancing,
                Destinations = Twice(provider),
                Llm = new { Provider = "openai-compatible", ApiKeys = TwoKeys, Models = Spare, Breaker = new { Enabled = true } },
            },
        });

    /// <summary>The same gateway with one attempt, one key, and nothing that watches.</summary>
    /// <param name="provider">The provider's address.</param>
    public static string Without(string provider) => Write(
        new
        {
            Retry = new { MaxAttempts = 1, MaxTotal = 1, OtherClusters = false },
            Gate = new { Enabled = false },
            KeepAlive = new { Enabled = false },
        },
        new Dictionary<string, object>
        {
            ["provider"] = new
            {
                Destinations = Twice(provider),
                Llm = new { Provider = "openai-compatible", ApiKey = TwoKeys[0], Models = Primary, Breaker = new { Enabled = false } },
            },
        });

    /// <summary>The policy of a cluster with failover.</summary>
    private const string Balancing = "LeastLatency";

    private static object Twice(string provider) => new { one = new { Address = provider }, two = new { Address = provider } };

    private static string Write(object llm, Dictionary<string, object> clusters) => JsonSerializer.Serialize(new
    {
        ReverseProxy = new
        {
            Routes = new { openai = new { ClusterId = "provider", Match = new { Path = "/v1/{**rest}" }, Llm = llm } },
            Clusters = clusters,
        },
        LlmProxy = new { Telemetry = new { SampleRatio = 0 } },
    });
}
