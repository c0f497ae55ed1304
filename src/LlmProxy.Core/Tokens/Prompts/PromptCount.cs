namespace LlmProxy.Core.Tokens.Prompts;

/// <summary>How many tokens a prompt has.</summary>
/// <param name="Tokens">All of them, at least 1.</param>
/// <param name="IsExact">Whether the rules that counted are known to be what the service bills: text alone, of a model whose format is known.</param>
/// <param name="ToolTokens">Of <paramref name="Tokens"/>, the definitions of tools and of the answer's format.</param>
/// <param name="MediaTokens">Of <paramref name="Tokens"/>, images, sound and files.</param>
public readonly record struct PromptCount(long Tokens, bool IsExact, long ToolTokens, long MediaTokens)
{
    /// <summary>Whether counting stopped, since these are more than were asked for: the prompt has at least that many, and likely more.</summary>
    public bool IsCut { get; init; }

    /// <summary>Whether all of it is text of the conversation.</summary>
    public bool IsPlainText => ToolTokens == 0 && MediaTokens == 0;
}
