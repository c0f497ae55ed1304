namespace LlmProxy.Core.Guardrails;

/// <summary>Who says a text, or what it is for.</summary>
[Flags]
public enum TextKind
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>A system message, or a request's instructions.</summary>
    System = 1,

    /// <summary>A developer message.</summary>
    Developer = 2,

    /// <summary>What a user says; also a completion's prompt, and what is embedded or moderated.</summary>
    User = 4,

    /// <summary>What the model said: in a request, an earlier turn; in an answer, its text.</summary>
    Assistant = 8,

    /// <summary>What a tool answered.</summary>
    ToolResult = 16,

    /// <summary>The arguments of a call of a tool, which are JSON inside of a string.</summary>
    ToolArguments = 32,

    /// <summary>Descriptions and schemas of tools and answers.</summary>
    Tools = 64,

    /// <summary>The model's reasoning, where it is readable.</summary>
    Reasoning = 128,

    /// <summary>A refusal in the model's words.</summary>
    Refusal = 256,

    /// <summary>A text at a place that this version does not know: metadata, an item of a new kind. It is scanned as if it were a user's.</summary>
    Other = 512,

    /// <summary>All of them.</summary>
    All = 1023,
}
