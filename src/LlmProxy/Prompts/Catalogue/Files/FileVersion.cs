using LlmProxy.Core.Prompts;

namespace LlmProxy.Prompts.Catalogue.Files;

/// <summary>What the file of a version says.</summary>
/// <param name="File">The file.</param>
/// <param name="Digest">SHA-256 of its bytes; empty: it could not be read.</param>
/// <param name="Written">When it was last written.</param>
/// <param name="Template">What it says; <c>null</c>: it is not right, which the reading's errors tell.</param>
internal sealed record FileVersion(PromptFile File, byte[] Digest, DateTimeOffset Written, PromptTemplate? Template);
