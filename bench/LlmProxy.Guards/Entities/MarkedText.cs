namespace LlmProxy.Guards.Entities;

/// <summary>A text with its entities marked.</summary>
/// <param name="Text">The text.</param>
/// <param name="Entities">What is in it; none of them overlap.</param>
/// <param name="Source">Where the text is from.</param>
internal sealed record MarkedText(string Text, IReadOnlyList<MarkedEntity> Entities, string Source);
