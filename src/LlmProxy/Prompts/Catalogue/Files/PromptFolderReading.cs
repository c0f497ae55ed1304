using System.Security.Cryptography;
using LlmProxy.Configuration;

namespace LlmProxy.Prompts.Catalogue.Files;

/// <summary>All files of a folder of prompts, read at one time. Immutable.</summary>
/// <param name="Versions">The versions, those too whose file is not right.</param>
/// <param name="Errors">All that is wrong, with file and line.</param>
internal sealed record PromptFolderReading(IReadOnlyList<FileVersion> Versions, IReadOnlyList<ConfigurationError> Errors)
{
    /// <summary>How long a file must have been left alone before its text is taken: half a text that was served would be its version's for good.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(500);

    /// <summary>A folder without files.</summary>
    public static PromptFolderReading Empty { get; } = new([], []);

    /// <summary>Whether no file was being written; otherwise some are as they were before.</summary>
    public bool IsSettled { get; private init; } = true;

    /// <summary>Reads a folder.</summary>
    /// <param name="folder">The folder; it need not exist.</param>
    /// <param name="before">What was read before: a text that has not changed stays the same object.</param>
    /// <param name="now">The time, where files may be being written; <c>null</c>: they are taken as they are.</param>
    public static PromptFolderReading Of(string folder, PromptFolderReading? before = null, DateTimeOffset? now = null)
    {
        var known = (before ?? Empty).Versions.ToDictionary(version => version.File);
        var errors = new List<ConfigurationError>();
        var versions = new List<FileVersion>();
        var isSettled = true;
        foreach (var file in PromptFolder.List(folder, errors))
        {
            var former = known.GetValueOrDefault(file);
            var version = Read(file, former, now, errors);
            isSettled &= version is not null;
            if ((version ?? former) is { } told)
                versions.Add(told);
        }

        return new(versions, errors) { IsSettled = isSettled };
    }

    /// <summary>Whether another reading found the same.</summary>
    public bool IsSameAs(PromptFolderReading other) =>
        Errors.SequenceEqual(other.Errors)
        && Versions.Count == other.Versions.Count
        && Versions.Zip(other.Versions).All(pair => pair.First.File == pair.Second.File && pair.First.Digest.AsSpan().SequenceEqual(pair.Second.Digest));

    /// <summary>The version of a file; <c>null</c>: it is being written.</summary>
    private static FileVersion? Read(PromptFile file, FileVersion? before, DateTimeOffset? now, List<ConfigurationError> errors)
    {
        if (PromptFileBytes.Read(file.Path, errors) is not { } text)
            return new(file, [], default, null);
        var digest = SHA256.HashData(text);
        var written = PromptFileBytes.Written(file.Path);
        var isSame = before is not null && before.Digest.AsSpan().SequenceEqual(digest);
        // A file of a machine whose clock is ahead counts as settled: better soon than never.
        if (!isSame && now - written is { } age && age >= TimeSpan.Zero && age < Settle)
            return null;
        var template = isSame ? before!.Template : null;
        return new(file, digest, written, template ?? PromptText.Read(file.Id, file.Path, text, errors));
    }
}
