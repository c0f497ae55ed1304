using LlmProxy.Configuration;
using LlmProxy.Configuration.Binding;
using LlmProxy.Core.Prompts;

namespace LlmProxy.Prompts.Catalogue.Files;

/// <summary>Finds the files of prompts in a folder: <c>NAME/VERSION.md</c>.</summary>
/// <remarks>What begins with a dot is left out, since mounted folders keep their own books there, and so is <c>README.md</c>, which is for people.</remarks>
internal static class PromptFolder
{
    /// <summary>Most files of a folder; those above it are not read.</summary>
    public const int MaxFiles = 2_000;

    private const string Extension = ".md";
    private const string ForPeople = "README.md";

    /// <summary>The files, in the order of their paths. A folder that does not exist has none.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="errors">Takes what is wrong with names, and what cannot be listed.</param>
    public static IReadOnlyList<PromptFile> List(string folder, List<ConfigurationError> errors)
    {
        var files = new List<PromptFile>();
        try
        {
            foreach (var path in Directory.EnumerateFiles(folder, "*" + Extension).Where(IsOurs).Order(StringComparer.Ordinal))
                errors.Add(new(path, "stands beside the folders of prompts", $"move it to {Path.Combine(folder, "NAME", "VERSION" + Extension)}"));
            foreach (var prompt in Directory.EnumerateDirectories(folder).Where(IsSeen).Order(StringComparer.Ordinal))
                Add(prompt, files, errors);
        }
        catch (DirectoryNotFoundException)
        {
            // No prompts, or a folder that went while it was read: the next look tells.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.Add(new(folder, "cannot be read", e.Message));
        }

        if (files.Count <= MaxFiles)
            return files;
        errors.Add(new(folder, $"has {files.Count} files of prompts, more than the {MaxFiles} that are read", "remove versions that nobody uses"));
        return files[..MaxFiles];
    }

    private static void Add(string folder, List<PromptFile> files, List<ConfigurationError> errors)
    {
        var name = Path.GetFileName(folder);
        foreach (var path in Directory.EnumerateFiles(folder, "*" + Extension).Where(IsOurs).Order(StringComparer.Ordinal))
        {
            var version = Path.GetFileNameWithoutExtension(path);
            if (!PromptId.IsName(name))
                errors.Add(new(path, $"stands in {SafeValue.Show(name)}, which cannot be a prompt's name", "name the folder with lower-case letters, digits, '_', '-' and '.', at most 64, beginning with a letter or digit"));
            else if (!PromptId.IsVersion(version))
                errors.Add(new(path, $"is named {SafeValue.Show(version)}, which cannot be a version", "name the file with letters, digits, '_', '-' and '.', at most 32, beginning with a letter or digit"));
            else
                files.Add(new(new(name, version), path));
        }
    }

    private static bool IsOurs(string path) => IsSeen(path) && !Path.GetFileName(path).Equals(ForPeople, StringComparison.OrdinalIgnoreCase);

    private static bool IsSeen(string path) => !Path.GetFileName(path.AsSpan()).StartsWith(".");
}
