namespace LlmProxy.Core.Prompts;

/// <summary>One thing that is wrong in a template's file.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Problem">What is wrong, as the rest of a sentence that begins with the place.</param>
/// <param name="Remedy">What would be right.</param>
public readonly record struct PromptFault(int Line, string Problem, string Remedy);
