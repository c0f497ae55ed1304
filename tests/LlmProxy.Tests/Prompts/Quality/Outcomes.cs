using LlmProxy.Core.Prompts;
using LlmProxy.Core.Protocols;
using LlmProxy.Prompts.Experiments;
using LlmProxy.Prompts.Quality;
using LlmProxy.Telemetry;

namespace LlmProxy.Tests.Prompts.Quality;

/// <summary>Makes ends of requests.</summary>
internal static class Outcomes
{
    public static PromptOutcome Of(
        string version, RequestOutcome outcome = RequestOutcome.Completed, bool isBlocked = false, double milliseconds = 100, decimal? cost = 0.01m,
        params Assignment[] assignments) => new()
        {
            Facts = new()
            {
                RequestId = Guid.NewGuid().ToString("N"),
                Method = "POST",
                Endpoint = "/v1/chat/completions",
                Operation = "chat",
                Outcome = outcome,
                Attempts = 1,
                Duration = TimeSpan.FromMilliseconds(milliseconds),
                Usage = new TokenUsage { InputTokens = 10, OutputTokens = 5 },
                Cost = cost,
            },
            Time = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Prompt = new PromptId("chat", version),
            Assignments = assignments,
            IsBlocked = isBlocked,
            IsError = outcome is RequestOutcome.ProviderError or RequestOutcome.Failed,
        };

    public static Feedback Said(int? rating, string? verdict = null) =>
        new() { RequestId = "01ARZ3NDEKTSV4RRFFQ69G5FAV", Time = DateTimeOffset.UnixEpoch, Rating = rating, Verdict = verdict };
}
