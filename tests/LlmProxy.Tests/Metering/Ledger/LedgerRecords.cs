using System.Globalization;
using LlmProxy.Core.Protocols;
using LlmProxy.Metering.Ledger;

namespace LlmProxy.Tests.Metering.Ledger;

/// <summary>Records for tests.</summary>
internal static class LedgerRecords
{
    public static readonly DateTimeOffset Start = new(2026, 1, 31, 13, 0, 0, TimeSpan.Zero);

    /// <summary>A record as short as one can be.</summary>
    public static LedgerRecord Plain(int number, decimal? cost = null, string outcome = "completed") => new()
    {
        Id = number.ToString("D26", CultureInfo.InvariantCulture),
        Time = Start + TimeSpan.FromSeconds(number),
        Route = "chat",
        Endpoint = "chat_completions",
        Outcome = outcome,
        Cost = cost,
    };

    /// <summary>A record with everything in it.</summary>
    public static LedgerRecord Full(int number) => Plain(number, 1.234567890123456789m) with
    {
        Kind = LedgerKind.Shadow,
        Tenant = "acme",
        User = "ann",
        KeyId = "key_1",
        CallerRequestId = "mine-1",
        ModelAsked = "gpt-4o",
        ModelUsed = "gpt-4o-mini",
        Provider = "openai",
        Cluster = "up",
        Attempts = 2,
        Usage = new TokenUsage
        {
            InputTokens = 100, CachedInputTokens = 0, CacheWriteTokens = 3, CacheWriteLongTokens = 4, InputAudioTokens = 5, OutputTokens = 60,
            ReasoningTokens = 7, OutputAudioTokens = 8,
        },
        IsEstimated = true,
        Saved = 0.5m,
        Charges =
        [
            new Charge("down", "gpt-4o", new TokenUsage { InputTokens = 100 }, true, null, null),
            new Charge("up", "gpt-4o-mini", new TokenUsage { InputTokens = 100, OutputTokens = 60 }, false, 1.234567890123456789m, "v7"),
        ],
        Status = 200,
        Error = "rate_limited",
        Stream = true,
        Duration = TimeSpan.FromMilliseconds(1234.5),
        FirstToken = TimeSpan.FromMilliseconds(99),
        Cache = "miss",
        Guardrails = "pii:masked",
        Prompt = "support@3",
        Tags = ["team-a", "beta"],
    };
}
