namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>What a cluster says about the translation of its requests.</summary>
/// <param name="Model">The provider's name of the model; replaces the caller's.</param>
public sealed record ChatToMessagesSettings(string Model)
{
    /// <summary>
    /// The <c>max_tokens</c> of an answer when the caller states none, since the Messages API demands one; what the model
    /// may think comes on top. From 1; default 4096, as LiteLLM has it.
    /// </summary>
    public int DefaultMaxTokens { get; init; } = 4096;

    /// <summary>Most <c>max_tokens</c> that may be sent, thinking included; from 1. <c>null</c>: whatever the caller states.</summary>
    public int? MaxTokensCap { get; init; }

    /// <summary>How a <c>reasoning_effort</c> is told. Default <see cref="AnthropicThinkingStyle.Auto"/>.</summary>
    public AnthropicThinkingStyle Thinking { get; init; }
}
