using LlmProxy.Configuration;
using LlmProxy.Core.Prompts;

namespace LlmProxy.Prompts.Files;

/// <summary>What came of reading a template.</summary>
/// <param name="Template">The template; <c>null</c>: it is broken.</param>
/// <param name="Errors">What is wrong, each with file and line; empty: nothing.</param>
internal sealed record PromptReading(PromptTemplate? Template, IReadOnlyList<ConfigurationError> Errors);
