namespace LlmProxy.Core.Protocols;

/// <summary>Why a model stopped, in OpenAI's terms.</summary>
public enum FinishReason
{
    /// <summary>Not finished, or not said.</summary>
    None,

    /// <summary><c>stop</c>: a natural end, or a stop sequence.</summary>
    Stop,

    /// <summary><c>length</c>: the token limit.</summary>
    Length,

    /// <summary><c>tool_calls</c>: the model wants tools run.</summary>
    ToolCalls,

    /// <summary><c>content_filter</c>: the provider refused or cut the answer.</summary>
    ContentFilter,

    /// <summary><c>function_call</c>: the old form of <see cref="ToolCalls"/>.</summary>
    FunctionCall,

    /// <summary>A value that this version does not know; it passes unchanged where the protocol stays the same.</summary>
    Other,
}
