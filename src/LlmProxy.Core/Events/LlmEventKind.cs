namespace LlmProxy.Core.Events;

/// <summary>What one event of an answer tells.</summary>
public enum LlmEventKind
{
    /// <summary>The answer begins: <see cref="LlmEvent.Id"/> and <see cref="LlmEvent.Name"/> (the model) may be set.</summary>
    Start,

    /// <summary>A choice begins (a role-only delta); it carries no text.</summary>
    Role,

    /// <summary>Text for the reader.</summary>
    Text,

    /// <summary>The model's reasoning.</summary>
    Reasoning,

    /// <summary>The provider's signature on the reasoning before it, in <see cref="LlmEvent.Text"/>.</summary>
    ReasoningSignature,

    /// <summary>Reasoning that the provider encrypted, whole, in <see cref="LlmEvent.Text"/>.</summary>
    ReasoningRedacted,

    /// <summary>Text of a refusal.</summary>
    Refusal,

    /// <summary>A tool call begins: <see cref="LlmEvent.Id"/>, <see cref="LlmEvent.Name"/>, <see cref="LlmEvent.Index"/>.</summary>
    ToolCall,

    /// <summary>A piece of a tool call's arguments (JSON text) in <see cref="LlmEvent.Text"/>.</summary>
    ToolArguments,

    /// <summary>A choice is finished: <see cref="LlmEvent.Finish"/>.</summary>
    Finish,

    /// <summary>A usage report: <see cref="LlmEvent.Usage"/>.</summary>
    Usage,

    /// <summary>The provider reports an error inside the answer: <see cref="LlmEvent.Name"/> is its type or code, <see cref="LlmEvent.Text"/> its message.</summary>
    Error,

    /// <summary>A sign of life without content.</summary>
    Ping,

    /// <summary>The protocol's own end of the answer (<c>[DONE]</c>, <c>message_stop</c>, <c>response.completed</c> …).</summary>
    End,

    /// <summary>Something this version does not know, or that concerns nobody here.</summary>
    Other,
}
