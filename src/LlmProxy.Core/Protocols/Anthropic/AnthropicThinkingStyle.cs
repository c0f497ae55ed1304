namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>How a <c>reasoning_effort</c> is told to a model behind the Messages API.</summary>
public enum AnthropicThinkingStyle
{
    /// <summary>By the model's name: adaptive from Claude 4.6 on, a budget before and for models that are not Claude.</summary>
    Auto,

    /// <summary><c>thinking: {type: adaptive}</c> with <c>output_config.effort</c>.</summary>
    Adaptive,

    /// <summary><c>thinking: {type: enabled, budget_tokens}</c>.</summary>
    Budget,
}
