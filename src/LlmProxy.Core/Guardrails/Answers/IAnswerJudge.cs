namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>Judges answers as a whole. While one stands on an answer's way, nothing of that goes out before its verdict, unless it only looks on.</summary>
public interface IAnswerJudge
{
    /// <summary>
    /// Whether the verdict changes nothing, so that the answer need not wait for it. Where masks are to be taken off it waits all the same:
    /// no judge sees a true value. Default false.
    /// </summary>
    bool OnlyLooksOn => false;

    /// <summary>Judges the texts of an answer, with what guards have redacted, and before masks are taken off.</summary>
    /// <param name="texts">The texts that came, in their order; at least one.</param>
    /// <param name="cancellationToken">The client has gone.</param>
    /// <remarks>What it throws breaks the answer off.</remarks>
    ValueTask<AnswerVerdict> JudgeAsync(IReadOnlyList<AnswerText> texts, CancellationToken cancellationToken);

    /// <summary>Judges as <see cref="JudgeAsync(IReadOnlyList{AnswerText}, CancellationToken)"/> does, where the model can be asked once more.</summary>
    /// <returns>The verdict, which may have a <see cref="AnswerVerdict.Correction"/>. By default none has.</returns>
    ValueTask<AnswerVerdict> JudgeCorrectableAsync(IReadOnlyList<AnswerText> texts, CancellationToken cancellationToken) => JudgeAsync(texts, cancellationToken);

    /// <summary>Closes a verdict that had a correction.</summary>
    /// <param name="isCorrected">Whether another answer has come, to be judged in this one's place.</param>
    /// <returns>What follows from the judgement where none has.</returns>
    AnswerVerdict Conclude(bool isCorrected) => AnswerVerdict.Passed;
}
