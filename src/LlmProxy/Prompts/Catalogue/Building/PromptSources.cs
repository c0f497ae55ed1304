using LlmProxy.Core.Prompts;
using LlmProxy.Prompts.Catalogue.Archive;
using LlmProxy.Prompts.Catalogue.Files;

namespace LlmProxy.Prompts.Catalogue.Building;

/// <summary>What a snapshot of all prompts is made of.</summary>
internal sealed record PromptSources
{
    /// <summary>The files.</summary>
    public required PromptFolderReading Files { get; init; }

    /// <summary>What was made, served and decided.</summary>
    public required PromptArchive Archive { get; init; }

    /// <summary>The versions that the configuration makes live, by prompt.</summary>
    public required IReadOnlyDictionary<string, string> Live { get; init; }

    /// <summary>The versions that the configuration names, and where.</summary>
    public required IReadOnlyList<PromptPin> Pins { get; init; }

    /// <summary>What was in force before: what has not changed stays the same object, and a file that is wrong now leaves what it said.</summary>
    public required PromptSnapshot Before { get; init; }

    /// <summary>A text of a version that was in force before, as the object that it was; <c>null</c>: it was not.</summary>
    public PromptTemplate? Known(PromptId id, string hash) =>
        Before.Versions.TryGetValue(id, out var version) && version.Template.Hash == hash ? version.Template : null;
}
