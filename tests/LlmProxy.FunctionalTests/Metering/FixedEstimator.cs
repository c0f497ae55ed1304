using LlmProxy.Core.Requests;
using LlmProxy.Core.Tokens.Prompts;
using LlmProxy.Exchange;
using LlmProxy.Metering.Tokens;

namespace LlmProxy.FunctionalTests.Metering;

/// <summary>Every prompt has 50 tokens, and every byte of an answer is one.</summary>
internal sealed class FixedEstimator : IPromptEstimator
{
    public long UpperBound(LlmExchange exchange, string? model) => 50;

    public PromptEstimate Count(LlmExchange exchange, string? model) => new(50, true, "o200k_base");

    public PromptEstimate Count(LlmRequest request, PromptKind kind, string? model) => throw new NotSupportedException();

    public long CountOutput(ReadOnlySpan<byte> utf8, string? model) => utf8.Length;

    public long OutputReserve(LlmExchange exchange) => 0;

    public void Learn(LlmAttempt attempt)
    {
    }
}
