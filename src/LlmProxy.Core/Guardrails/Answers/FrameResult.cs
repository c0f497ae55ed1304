namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>What stands in a frame instead of one of its values.</summary>
/// <param name="Start">Where the value begins in the frame's data.</param>
/// <param name="End">The offset behind it.</param>
/// <param name="TextStart">Where the new one begins among the results' bytes.</param>
/// <param name="TextLength">How long it is.</param>
/// <param name="IsText">Whether it is text, to be written as a string; else JSON.</param>
/// <param name="IsSame">Whether nothing has changed.</param>
/// <param name="Kind">Whose text it is; <see cref="TextKind.None"/> for what is none.</param>
internal readonly record struct FrameResult(
    int Start, int End, int TextStart, int TextLength, bool IsText, bool IsSame, TextKind Kind = TextKind.None) : IComparable<FrameResult>
{
    public int CompareTo(FrameResult other) => Start.CompareTo(other.Start);
}
