namespace LlmProxy.Core.Prompts.Rendering;

/// <summary>A piece of a message.</summary>
/// <param name="Text">What is always said, as the inside of a JSON string.</param>
/// <param name="Variable">The variable that stands here; -1: none.</param>
internal readonly record struct PromptPiece(byte[] Text, int Variable);
