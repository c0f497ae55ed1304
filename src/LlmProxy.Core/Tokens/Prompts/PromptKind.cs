namespace LlmProxy.Core.Tokens.Prompts;

/// <summary>In which form a request carries its prompt.</summary>
public enum PromptKind
{
    /// <summary>It carries none, or none that tokens are counted of.</summary>
    None,

    /// <summary>The <c>messages</c> of a chat.</summary>
    Chat,

    /// <summary>The <c>prompt</c> of a completion: a string, a list of them, or tokens.</summary>
    Completion,

    /// <summary>The <c>input</c> of an embedding or a moderation: a string, a list of them, or tokens.</summary>
    Embedding,

    /// <summary>The <c>instructions</c> and <c>input</c> of a response.</summary>
    Response,

    /// <summary>The <c>system</c> and <c>messages</c> of Anthropic's Messages API.</summary>
    Messages,
}
