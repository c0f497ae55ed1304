using LlmProxy.Core.Requests;
using LlmProxy.Core.Tokens.Prompts;
using LlmProxy.Exchange;

namespace LlmProxy.Metering.Tokens;

/// <summary>Tells how many tokens prompts and answers have, before and without the provider.</summary>
internal interface IPromptEstimator
{
    /// <summary>A count that the prompt surely does not exceed, from its bytes alone; cheap, and 0 only where the request carries no prompt of text.</summary>
    long UpperBound(LlmExchange exchange, string? model);

    /// <summary>The best count there is for a model; kept on the exchange, so that the second call costs nothing.</summary>
    PromptEstimate Count(LlmExchange exchange, string? model);

    /// <summary>The best count there is, where that is no more than a limit or was made before.</summary>
    /// <param name="exchange">The request, of which <see cref="UpperBound"/> is above the limit.</param>
    /// <param name="model">The model.</param>
    /// <param name="limit">How many tokens are too many.</param>
    /// <returns><c>null</c>: the prompt has more, and was counted no further. What was counted to its end may be more too.</returns>
    PromptEstimate? CountUpTo(LlmExchange exchange, string? model, long limit) => Count(exchange, model);

    /// <summary>The best count there is for a request that is not sent anywhere.</summary>
    PromptEstimate Count(LlmRequest request, PromptKind kind, string? model);

    /// <summary>How many tokens a text of an answer has.</summary>
    long CountOutput(ReadOnlySpan<byte> utf8, string? model);

    /// <summary>The bound on output tokens that the request states itself (chats: the larger of <c>max_completion_tokens</c> and <c>max_tokens</c>; responses: <c>max_output_tokens</c>; else <c>max_tokens</c>; times its <c>n</c>), else the route's, else the default reserve.</summary>
    long OutputReserve(LlmExchange exchange);

    /// <summary>Compares what was counted for a prompt with what its provider reported, and learns from it.</summary>
    /// <remarks>Never throws, and costs a prompt's count for few of the requests that nobody has counted before. To be called while the request's body is held.</remarks>
    void Learn(LlmAttempt attempt);
}
