namespace LlmProxy.Configuration;

/// <summary>How Anthropic's models are told how much to think.</summary>
public enum ThinkingStyle
{
    /// <summary>By the model's name: newer ones adaptive, older ones a budget.</summary>
    Auto,

    /// <summary><c>thinking: {type: adaptive}</c> with <c>output_config.effort</c>.</summary>
    Adaptive,

    /// <summary><c>thinking: {type: enabled, budget_tokens}</c>.</summary>
    Budget,
}
