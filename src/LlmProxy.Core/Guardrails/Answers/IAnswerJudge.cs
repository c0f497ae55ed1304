namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>Judges answers as a whole. While one stands on an answer's way, nothing of that goes out before its verdict.</summary>
public interface IAnswerJudge
{
    /// <summary>Judges the texts of an answer, with what guards have redacted, and before masks are taken off.</summary>
    /// <param name="texts">The texts that came, in their order; at least one.</param>
    /// <param name="cancellationToken">The client has gone.</param>
    /// <remarks>What it throws breaks the answer off.</remarks>
    ValueTask<AnswerVerdict> JudgeAsync(IReadOnlyList<AnswerText> texts, CancellationToken cancellationToken);
}
