namespace LlmProxy.Core.Prompts.Rendering;

/// <summary>A message of a template, ready to be written.</summary>
/// <param name="Role">Who says it.</param>
/// <param name="Pieces">Its text.</param>
internal sealed record PromptPieceMessage(PromptRole Role, PromptPiece[] Pieces);
