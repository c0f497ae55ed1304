namespace LlmProxy.Metering.Tokens;

/// <summary>How many tokens a prompt has.</summary>
/// <param name="Tokens">The count.</param>
/// <param name="IsExact">Whether it is by the model's own rules, and not a guess.</param>
/// <param name="Encoding">The encoding that counted; <c>null</c> where none did.</param>
public readonly record struct PromptEstimate(long Tokens, bool IsExact, string? Encoding);
