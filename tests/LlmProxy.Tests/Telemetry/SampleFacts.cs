using LlmProxy.Core.Protocols;
using LlmProxy.Telemetry;

namespace LlmProxy.Tests.Telemetry;

/// <summary>Facts to start from.</summary>
internal static class SampleFacts
{
    /// <summary>A streamed chat that went well.</summary>
    public static RequestFacts Completed() => new()
    {
        RequestId = "01JZ8Q5N3W0000000000000000",
        CallerRequestId = "caller-7",
        Method = "POST",
        Endpoint = "/v1/chat/completions",
        Operation = "chat",
        Route = "openai",
        Cluster = "openai-eu",
        Provider = "openai",
        Model = "gpt-4o-mini",
        ModelPattern = "gpt-*",
        Prompt = "general_chat@v1",
        Experiments = "general_chat_v2=v1",
        UpstreamModel = "gpt-4o-mini-2024-07-18",
        ResponseModel = "gpt-4o-mini-2024-07-18",
        ResponseId = "chatcmpl-1",
        FinishReason = FinishReason.Stop,
        Stream = true,
        Status = 200,
        Outcome = RequestOutcome.Completed,
        Duration = TimeSpan.FromMilliseconds(1500),
        ProviderWait = TimeSpan.FromMilliseconds(1498),
        FirstByte = TimeSpan.FromMilliseconds(250),
        FirstToken = TimeSpan.FromMilliseconds(240),
        Usage = new TokenUsage
        {
            InputTokens = 120, CachedInputTokens = 100, CacheWriteTokens = 7, CacheWriteLongTokens = 5,
            OutputTokens = 30, ReasoningTokens = 10,
        },
        Cost = 0.00525m,
        IsEstimated = true,
        Attempts = 1,
    };

    /// <summary>A request that the gateway refused before it knew a model.</summary>
    public static RequestFacts Rejected() => new()
    {
        RequestId = "01JZ8Q5N3W0000000000000001",
        Method = "POST",
        Endpoint = "/v1/chat/completions",
        Operation = "chat",
        Status = 413,
        Outcome = RequestOutcome.Rejected,
        ErrorType = "request_too_large",
        Duration = TimeSpan.FromMilliseconds(1),
    };

    /// <summary>A request that no provider answered.</summary>
    public static RequestFacts Failed() => new()
    {
        RequestId = "01JZ8Q5N3W0000000000000002",
        Method = "POST",
        Endpoint = "/v1/chat/completions",
        Operation = "chat",
        Provider = "anthropic",
        Cluster = "anthropic",
        Status = 504,
        Outcome = RequestOutcome.Failed,
        ErrorType = "first_byte_timeout",
        Duration = TimeSpan.FromSeconds(30),
        ProviderWait = TimeSpan.FromSeconds(30),
        FirstToken = TimeSpan.FromSeconds(1),
        Attempts = 3,
    };
}
