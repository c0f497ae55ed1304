namespace LlmProxy.Core.Prompts.Diff;

/// <summary>One line of what makes a text of another.</summary>
/// <param name="Mark"><c>' '</c>: both have it; <c>'-'</c>: only the former; <c>'+'</c>: only the later.</param>
/// <param name="Text">The line, with its end if it has one.</param>
public readonly record struct DiffLine(char Mark, string Text);
