using System.Globalization;
using LlmProxy.Core.Protocols;
using LlmProxy.Metering.Ledger;

namespace LlmProxy.Benchmarks.Ledger;

/// <summary>Records as a gateway with tenants and keys makes them.</summary>
internal static class SampleRecords
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The record of one of many requests.</summary>
    public static LedgerRecord Of(int number)
    {
        var usage = new TokenUsage { InputTokens = 1_000 + (number % 500), CachedInputTokens = 400, OutputTokens = 200 };
        var cost = 0.00492m + (number % 500 * 0.000003m);
        return new LedgerRecord
        {
            Id = "01KE" + number.ToString("D22", CultureInfo.InvariantCulture),
            Time = Start.AddSeconds(number),
            Tenant = $"tenant-{number % 20}",
            User = $"user-{number % 1_000}",
            KeyId = $"key-{number % 50}",
            Route = "llm",
            Endpoint = "chat_completions",
            ModelAsked = "gpt-4o",
            ModelUsed = "gpt-4o",
            Provider = "openai",
            Cluster = "openai",
            Attempts = 1,
            Usage = usage,
            Cost = cost,
            Charges = [new Charge("openai", "gpt-4o", usage, false, cost, "2026-01-01")],
            Outcome = "completed",
            Status = 200,
            Duration = TimeSpan.FromMilliseconds(1_234),
        };
    }
}
