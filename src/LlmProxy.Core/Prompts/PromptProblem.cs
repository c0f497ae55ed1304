namespace LlmProxy.Core.Prompts;

/// <summary>What is wrong with a variable of a request.</summary>
/// <param name="Name">The variable, as the caller or the template calls it; at most 64 characters.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The rest of a sentence that begins with the name. Never a value.</param>
public readonly record struct PromptProblem(string Name, PromptProblemKind Kind, string Text);
