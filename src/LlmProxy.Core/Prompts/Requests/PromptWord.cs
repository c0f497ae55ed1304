namespace LlmProxy.Core.Prompts.Requests;

/// <summary>What one place of a request's body says of prompts.</summary>
/// <param name="Id">The prompt's name; <c>null</c>: none is said.</param>
/// <param name="Version">The version; <c>null</c>: none is said.</param>
/// <param name="Variables">The variables, a JSON object; <c>null</c>: none are said.</param>
/// <param name="IsBroken">Whether there are variables that are no object.</param>
public sealed record PromptWord(string? Id, string? Version, ReadOnlyMemory<byte>? Variables, bool IsBroken);
