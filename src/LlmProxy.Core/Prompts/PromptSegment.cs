namespace LlmProxy.Core.Prompts;

/// <summary>A piece of a template's text: what is always said, or the place of a variable.</summary>
/// <param name="Text">What is always said; empty where a variable stands.</param>
/// <param name="Variable">The variable's place in <see cref="PromptTemplate.Variables"/>; -1: none.</param>
public readonly record struct PromptSegment(string Text, int Variable)
{
    /// <summary>Whether a variable stands here.</summary>
    public bool IsVariable => Variable >= 0;
}
