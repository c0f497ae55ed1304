using LlmProxy.Configuration;
using LlmProxy.Configuration.Binding;
using LlmProxy.Core.Prompts;

namespace LlmProxy.Prompts.Catalogue.Files;

/// <summary>Which prompts and versions have files, whatever those say: what a configuration may name.</summary>
/// <remarks>Versions of the admin API are not known where a configuration is checked; so a prompt that it names must have a file, and a version need not.</remarks>
internal sealed class PromptNames
{
    private readonly Lazy<ILookup<string, string>> _versions;
    private readonly string _folder;

    /// <param name="folder">The folder of prompts, a full path. It is read when something names a prompt.</param>
    public PromptNames(string folder)
    {
        _folder = folder;
        _versions = new(() => PromptFolder.List(folder, []).ToLookup(file => file.Id.Name, file => file.Id.Version, StringComparer.Ordinal));
    }

    /// <summary>Notes it where a value names no prompt.</summary>
    /// <param name="prompt">The value: <c>name</c>, or <c>name@version</c>.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="errors">Takes what is wrong.</param>
    public void Check(string prompt, string path, ICollection<ConfigurationError> errors)
    {
        if (!PromptId.TryRead(prompt, out var name, out _))
            errors.Add(new(path, $"is {SafeValue.Show(prompt)}, which is no prompt's name", "write it like 'general_chat' or 'general_chat@v2'"));
        else
            CheckName(name, path, errors);
    }

    /// <summary>Notes it where there is no prompt of a name.</summary>
    public void CheckName(string name, string path, ICollection<ConfigurationError> errors)
    {
        var versions = _versions.Value;
        if (versions.Contains(name))
            return;
        var names = versions.Select(group => group.Key).ToList();
        errors.Add(new(
            path, $"names the prompt {SafeValue.Show(name)}, which has no file in {_folder}",
            names.Count == 0 ? $"put a file there: {System.IO.Path.Combine(name, "v1.md")}" : NameSuggestion.For(name, names)));
    }

    /// <summary>Notes it where a version has no file.</summary>
    public void WarnOfVersion(string name, string? version, string path, ICollection<ConfigurationError> warnings)
    {
        var versions = _versions.Value;
        if (version is not null && versions.Contains(name) && !versions[name].Contains(version, StringComparer.Ordinal))
            warnings.Add(new(path, $"names {name}@{version}, which has no file in {_folder}", "check the version, unless it was made over the admin API"));
    }
}
