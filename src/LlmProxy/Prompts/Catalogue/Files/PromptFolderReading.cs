using System.Security.Cryptography;
using LlmProxy.Configuration;

namespace LlmProxy.Prompts.Catalogue.Files;

/// <summary>All files of a folder of prompts, read at one time. Immutable.</summary>
/// <param name="Versions">The versions, those too whose file is not right.</param>
/// <param name="Errors">All that is wrong, with file and line.</param>
internal sealed record PromptFolderReading(IReadOnlyList<FileVersion> Versions, IReadOnlyList<ConfigurationError> Errors)
{
    /// <summary>A folder without files.</summary>
    public static PromptFolderReading Empty { get; } = new([], []);

    /// <summary>Reads a folder.</summary>
    /// <param name="folder">The folder; it need not exist.</param>
    /// <param name="before">What was read before: a text that has not changed stays the same object.</param>
    public static PromptFolderReading Of(string folder, PromptFolderReading? before = null)
    {
        var known = (before ?? Empty).Versions.ToDictionary(version => version.File);
        var errors = new List<ConfigurationError>();
        var versions = new List<FileVersion>();
        foreach (var file in PromptFolder.List(folder, errors))
            versions.Add(Read(file, known.GetValueOrDefault(file), errors));
        return new(versions, errors);
    }

    /// <summary>Whether another reading found the same.</summary>
    public bool IsSameAs(PromptFolderReading other) =>
        Errors.SequenceEqual(other.Errors)
        && Versions.Count == other.Versions.Count
        && Versions.Zip(other.Versions).All(pair => pair.First.File == pair.Second.File && pair.First.Digest.AsSpan().SequenceEqual(pair.Second.Digest));

    private static FileVersion Read(PromptFile file, FileVersion? before, List<ConfigurationError> errors)
    {
        if (PromptFileBytes.Read(file.Path, errors) is not { } text)
            return new(file, [], default, null);
        var digest = SHA256.HashData(text);
        var written = PromptFileBytes.Written(file.Path);
        var isSame = before is { Template: not null } && before.Digest.AsSpan().SequenceEqual(digest);
        return new(file, digest, written, isSame ? before!.Template : PromptText.Read(file.Id, file.Path, text, errors));
    }
}
