namespace LlmProxy.Core.Errors;

/// <summary>How a protocol tells an error inside a stream that has already begun.</summary>
public enum StreamErrorShape
{
    /// <summary>Chat and legacy completions: a bare <c>data:</c> with the error object, and no <c>[DONE]</c> after it.</summary>
    Chat,

    /// <summary>OpenAI's Responses: <c>event: error</c> with the error's members at the top level.</summary>
    Responses,

    /// <summary>Anthropic's Messages: <c>event: error</c> with the same object as an error body.</summary>
    Anthropic,
}
