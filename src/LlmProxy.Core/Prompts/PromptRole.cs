namespace LlmProxy.Core.Prompts;

/// <summary>Who says a message of a template.</summary>
public enum PromptRole
{
    /// <summary>The operator, in the protocols' older word.</summary>
    System,

    /// <summary>The operator, in OpenAI's newer word; a system message where the protocol has no such role.</summary>
    Developer,

    /// <summary>The user.</summary>
    User,

    /// <summary>The model: the answer of an example.</summary>
    Assistant,
}
