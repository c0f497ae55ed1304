using LlmProxy.Prompts.Quality;

namespace LlmProxy.Prompts.Rollouts;

/// <summary>A version, and how its requests ended.</summary>
internal readonly record struct VersionTally(string Version, PromptTally Tally);
