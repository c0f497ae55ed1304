namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>Where a guard has ended a stream.</summary>
/// <param name="frame">The data of a frame of the answer, from which what every frame says can be copied; empty where there is none.</param>
/// <param name="group">The choice, item or block; -1: of none.</param>
/// <param name="kind">Whose text it was.</param>
/// <param name="channel">The text, if it came in pieces.</param>
/// <param name="message">What the client shall read; empty: nothing.</param>
internal readonly ref struct BlockedAnswer(ReadOnlySpan<byte> frame, int group, TextKind kind, AnswerChannel? channel, ReadOnlySpan<byte> message)
{
    public ReadOnlySpan<byte> Frame { get; } = frame;

    public int Group => group;

    public TextKind Kind => kind;

    public AnswerChannel? Channel => channel;

    public ReadOnlySpan<byte> Message { get; } = message;
}
