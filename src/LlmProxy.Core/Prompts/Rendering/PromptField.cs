namespace LlmProxy.Core.Prompts.Rendering;

/// <summary>The parts of a request that a prompt can change.</summary>
internal enum PromptField
{
    /// <summary>None of them.</summary>
    None,

    /// <summary>The operator's text, where the protocol keeps it apart.</summary>
    System,

    /// <summary>The conversation.</summary>
    Conversation,

    /// <summary>The form of the answer.</summary>
    Format,

    /// <summary>The form of the answer by a name that another took the place of.</summary>
    OldFormat,

    /// <summary>The temperature.</summary>
    Temperature,

    /// <summary>The model.</summary>
    Model,

    /// <summary>What names the prompt.</summary>
    Prompt,

    /// <summary>The caller's labels.</summary>
    Metadata,
}
