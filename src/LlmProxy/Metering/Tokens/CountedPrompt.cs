using LlmProxy.Core.Tokens.Prompts;

namespace LlmProxy.Metering.Tokens;

/// <summary>A count that was made for a request, so that it is made once.</summary>
/// <param name="Model">The model that it was made for.</param>
/// <param name="Base">What the rules counted, before anything learned.</param>
/// <param name="Estimate">What follows from it.</param>
internal sealed record CountedPrompt(string? Model, PromptCount Base, PromptEstimate Estimate);
