namespace LlmProxy.Core.Guardrails.Folding;

/// <summary>A text that was found inside another one, encoded.</summary>
/// <param name="Start">The first byte of the encoded run in the text that was given.</param>
/// <param name="Length">The bytes of the run there.</param>
/// <param name="Text">What it says, UTF-8.</param>
/// <param name="Depth">1 for a run in the text itself, 2 for one inside of that.</param>
public readonly record struct EmbeddedText(int Start, int Length, ReadOnlyMemory<byte> Text, int Depth);
