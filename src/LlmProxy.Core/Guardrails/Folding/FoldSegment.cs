namespace LlmProxy.Core.Guardrails.Folding;

/// <summary>A piece of a folded text.</summary>
/// <param name="Folded">Where it begins in the folded text.</param>
/// <param name="FoldedLength">How many bytes it has there, at least 1.</param>
/// <param name="Raw">Where it begins in the raw text.</param>
/// <param name="RawLength">How many bytes it has there.</param>
/// <param name="IsSame">Whether the bytes are the same on both sides; else it is one character, and cannot be divided.</param>
internal readonly record struct FoldSegment(long Folded, long FoldedLength, long Raw, long RawLength, bool IsSame)
{
    /// <summary>The folded position behind it.</summary>
    public long FoldedEnd => Folded + FoldedLength;

    /// <summary>The raw position behind it.</summary>
    public long RawEnd => Raw + RawLength;
}
