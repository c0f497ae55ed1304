using LlmProxy.Core.Prompts;

namespace LlmProxy.Prompts.Catalogue.Building;

/// <summary>A version that a place in the configuration names.</summary>
/// <param name="Path">The place.</param>
/// <param name="Id">The version.</param>
internal sealed record PromptPin(string Path, PromptId Id);
