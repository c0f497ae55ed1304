using LlmProxy.Core.Prompts;

namespace LlmProxy.Prompts.Catalogue.Files;

/// <summary>The file of one version, as it stands on the disk.</summary>
/// <param name="Id">Which version, by the names of folder and file.</param>
/// <param name="Path">The file, with its full path.</param>
internal sealed record PromptFile(PromptId Id, string Path);
