namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>What follows from the judgement of a whole answer.</summary>
/// <param name="IsBlocked">Whether the client gets nothing of it.</param>
public readonly record struct AnswerVerdict(bool IsBlocked)
{
    /// <summary>What the client reads in the place of a blocked answer, UTF-8; empty: nothing.</summary>
    public ReadOnlyMemory<byte> Message { get; init; }

    /// <summary>What the model's text is replaced by, UTF-8, where a guard repairs answers: that of <see cref="TextKind.Assistant"/> alone; <c>null</c>: it stays.</summary>
    public ReadOnlyMemory<byte>? Replacement { get; init; }

    /// <summary>
    /// What the model is to be told so that it answers once more, UTF-8: the verdict is open until then, and <see cref="IAnswerJudge.Conclude"/> closes it.
    /// <c>null</c>: it stands.
    /// </summary>
    public ReadOnlyMemory<byte>? Correction { get; init; }

    /// <summary>The answer goes out as it is.</summary>
    public static AnswerVerdict Passed => default;
}
