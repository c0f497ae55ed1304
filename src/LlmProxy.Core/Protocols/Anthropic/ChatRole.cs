namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>Who speaks in a chat message.</summary>
internal enum ChatRole
{
    /// <summary><c>system</c> or <c>developer</c>.</summary>
    System,

    /// <summary><c>user</c>.</summary>
    User,

    /// <summary><c>assistant</c>.</summary>
    Assistant,

    /// <summary><c>tool</c>.</summary>
    Tool,

    /// <summary><c>function</c>, the form before <c>tool</c>.</summary>
    Function,
}
