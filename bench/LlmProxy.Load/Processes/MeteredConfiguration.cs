using System.Text.Json;
using LlmProxy.Load.Traffic;

namespace LlmProxy.Load.Processes;

/// <summary>The gateway's configuration for <c>metered</c>: keys, limits, prices, budgets and ledger, none of which is ever reached.</summary>
internal static class MeteredConfiguration
{
    private const string AllModels = "bench-*";

    private static readonly string[] Models = [AllModels];

    // Far beyond what any machine sends in a day.
    private static readonly object RateLimits = new
    {
        RequestsPerMinute = 500_000_000, TokensPerMinute = 500_000_000_000, TokensPerDay = 500_000_000_000_000, ConcurrentRequests = 100_000,
    };

    private static readonly object Money = new { Day = 100_000_000, Week = 200_000_000, Month = 300_000_000, SoftDay = 50_000_000 };

    private static readonly object[] Keys = [new { Name = "bench", Key = ClientRequest.Key, Tenant = "bench-tenant", User = "bench-user" }];

    /// <summary>The JSON text. Where its data is kept is said on the command line.</summary>
    /// <param name="provider">The provider's address.</param>
    public static string For(string provider) => JsonSerializer.Serialize(new
    {
        ReverseProxy = new
        {
            Routes = new
            {
                openai = new
                {
                    ClusterId = "provider",
                    Match = new { Path = "/v1/{**rest}" },
                    Llm = new
                    {
                        Limits = new
                        {
                            MaxInputTokens = 32_000, MaxOutputTokens = 4_096,
                            RequestsPerMinute = 500_000_000, TokensPerMinute = 500_000_000_000, ConcurrentRequests = 100_000,
                        },
                    },
                },
            },
            Clusters = new
            {
                provider = new
                {
                    Destinations = new { bench = new { Address = provider } },
                    Llm = new { Provider = "openai-compatible", Models },
                },
            },
        },
        LlmProxy = new
        {
            Telemetry = new { SampleRatio = 0 },
            Keys = new { Required = true, Static = Keys },
            RateLimits = new
            {
                Key = RateLimits, User = RateLimits, Tenant = RateLimits, Models = new Dictionary<string, object> { [AllModels] = RateLimits },
            },
            // gpt-4o's.
            Prices = new { Models = new Dictionary<string, object> { [AllModels] = new { Input = 2.5, CachedInput = 1.25, Output = 10 } } },
            Budgets = new { Key = Money, User = Money, Tenant = Money, Total = Money, UnknownPrice = "Refuse" },
            Storage = new { Kind = "Sqlite" },
            // Shorter than usual, so that records are written while CPU time still counts.
            Ledger = new { Durability = "Batched", FlushInterval = "00:00:00.100" },
        },
    });
}
