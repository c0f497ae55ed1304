using LlmProxy.Core.Requests;
using LlmProxy.Core.Tokens.Prompts;
using LlmProxy.Exchange;
using LlmProxy.Metering.Tokens;

namespace LlmProxy.Tests.Budgets;

/// <summary>An estimator that says what a test says.</summary>
internal sealed class TestTokens : IPromptEstimator
{
    public long Bound { get; set; } = 1_000;

    public long Counted { get; set; } = 500;

    public long Output { get; set; } = 1_000;

    /// <summary>How often a prompt was counted, which costs time.</summary>
    public int Counts { get; private set; }

    public long UpperBound(LlmExchange exchange, string? model) => Bound;

    public PromptEstimate Count(LlmExchange exchange, string? model)
    {
        Counts++;
        return new(Counted, true, null);
    }

    public PromptEstimate Count(LlmRequest request, PromptKind kind, string? model) => new(Counted, true, null);

    public long CountOutput(ReadOnlySpan<byte> utf8, string? model) => 0;

    public long OutputReserve(LlmExchange exchange) => Output;

    public void Learn(LlmAttempt attempt)
    {
    }
}
