namespace LlmProxy.Core.Requests;

/// <summary>The top-level fields of a request whose place the gateway notes, and nothing else of them.</summary>
public enum RequestField
{
    /// <summary>A chat's <c>messages</c>.</summary>
    Messages,

    /// <summary>The <c>input</c> of a response, an embedding or a moderation.</summary>
    Input,

    /// <summary>The <c>prompt</c> of a completion, or the stored prompt of a response.</summary>
    Prompt,

    /// <summary>The <c>system</c> of Anthropic's Messages API.</summary>
    System,

    /// <summary>The <c>instructions</c> of a response.</summary>
    Instructions,

    /// <summary>The <c>tools</c>.</summary>
    Tools,

    /// <summary>The <c>functions</c>, which tools replaced.</summary>
    Functions,

    /// <summary>The <c>tool_choice</c>.</summary>
    ToolChoice,

    /// <summary>The <c>function_call</c>, which tool choice replaced.</summary>
    FunctionCall,

    /// <summary>A chat's <c>response_format</c>.</summary>
    ResponseFormat,

    /// <summary>The <c>text</c> settings of a response, among them its format.</summary>
    Text,

    /// <summary>The caller's labels, an object.</summary>
    Metadata,
}
