namespace LlmProxy.Core.Guardrails.Folding;

/// <summary>One character of a raw text, whatever it is written as.</summary>
/// <param name="Character">The code point.</param>
/// <param name="RawStart">Where it begins in the raw text.</param>
/// <param name="RawLength">How many bytes it has there.</param>
internal readonly record struct FoldUnit(int Character, long RawStart, int RawLength);
