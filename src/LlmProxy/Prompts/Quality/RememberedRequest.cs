using LlmProxy.Core.Prompts;
using LlmProxy.Prompts.Experiments;

namespace LlmProxy.Prompts.Quality;

/// <summary>What must be known of a request to take feedback of it.</summary>
/// <param name="Tenant">Whose it was; <c>null</c>: there is none.</param>
/// <param name="Prompt">What it ran under; <c>null</c>: nothing.</param>
/// <param name="Assignments">The variants that it got.</param>
/// <param name="IsNamed">Whether it has named its version, or nobody knows any more.</param>
internal readonly record struct RememberedRequest(string? Tenant, PromptId? Prompt, IReadOnlyList<Assignment> Assignments, bool IsNamed);
