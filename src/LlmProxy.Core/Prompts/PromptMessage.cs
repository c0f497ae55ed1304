namespace LlmProxy.Core.Prompts;

/// <summary>One message of a template.</summary>
/// <param name="Role">Who says it.</param>
/// <param name="Segments">Its text, in order.</param>
public sealed record PromptMessage(PromptRole Role, IReadOnlyList<PromptSegment> Segments);
