using LlmProxy.Core.Requests;
using LlmProxy.Exchange.Bodies;
using LlmProxy.Failover.Shadow;

namespace LlmProxy.Prompts.Evaluations;

/// <summary>What a request said, and what the client was answered, until the line about it is written.</summary>
/// <remarks>The body is the request's own, as its guards have left it and before a template was put around it; a use of it is held.</remarks>
internal sealed class EvaluationCapture(LlmRequest request, PooledBody body, AnswerCapture answer, BufferBudget budget) : IDisposable
{
    /// <summary>Most bytes of an answer that are looked at: about 30,000 streamed tokens.</summary>
    public const int MaxAnswerBytes = 8 * 1024 * 1024;

    private readonly int _taken = body.Length;

    /// <summary>The request.</summary>
    public LlmRequest Request => request;

    /// <summary>The answer's bytes.</summary>
    public AnswerCapture Answer => answer;

    /// <summary>Holds a request and its body.</summary>
    /// <returns><c>null</c>: there is no room for it.</returns>
    public static EvaluationCapture? TryHold(LlmRequest request, PooledBody body, BufferBudget budget)
    {
        if (!budget.TryTake(body.Length))
            return null;
        body.AddUse();
        return new EvaluationCapture(request, body, new AnswerCapture(budget, MaxAnswerBytes), budget);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        answer.Dispose();
        body.Dispose();
        budget.Return(_taken);
    }
}
