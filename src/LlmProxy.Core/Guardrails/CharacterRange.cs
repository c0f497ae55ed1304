namespace LlmProxy.Core.Guardrails;

/// <summary>A part of a text in characters, which are Unicode code points.</summary>
/// <param name="Start">The first one's number, from 0.</param>
/// <param name="Length">How many there are.</param>
public readonly record struct CharacterRange(long Start, int Length)
{
    /// <summary>The number behind the last one's.</summary>
    public long End => Start + Length;
}
