using LlmProxy.Core.Requests;
using LlmProxy.Core.Tokens.Prompts;
using LlmProxy.Exchange;
using LlmProxy.Metering.Tokens;

namespace LlmProxy.Tests.Metering.Charges;

/// <summary>Every prompt has 50 tokens, every byte of an answer is one, and an answer may have 1,024.</summary>
internal sealed class FixedEstimator : IPromptEstimator
{
    public Exception? Failure { get; set; }

    public long UpperBound(LlmExchange exchange, string? model) => 100;

    public PromptEstimate Count(LlmExchange exchange, string? model) => Failure is null ? new(50, true, "o200k_base") : throw Failure;

    public PromptEstimate Count(LlmRequest request, PromptKind kind, string? model) => throw new NotSupportedException();

    public long CountOutput(ReadOnlySpan<byte> utf8, string? model) => utf8.Length;

    public long OutputReserve(LlmExchange exchange) => 1_024;

    public void Learn(LlmAttempt attempt)
    {
    }
}
