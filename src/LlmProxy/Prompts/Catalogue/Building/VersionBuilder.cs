using LlmProxy.Configuration;
using LlmProxy.Core.Prompts;
using LlmProxy.Prompts.Catalogue.Archive;
using LlmProxy.Prompts.Catalogue.Files;

namespace LlmProxy.Prompts.Catalogue.Building;

/// <summary>Says what each version is: what was served stands above all, then what was made over the admin API, then its file.</summary>
/// <param name="sources">What there is.</param>
/// <param name="errors">Takes what is wrong.</param>
internal sealed class VersionBuilder(PromptSources sources, List<ConfigurationError> errors)
{
    /// <summary>The versions, those too that nobody needs any more (<see cref="PromptOrigin.FileRemoved"/>).</summary>
    public Dictionary<PromptId, PromptVersion> Build()
    {
        var files = sources.Files.Versions.ToDictionary(version => version.File.Id);
        var versions = new Dictionary<PromptId, PromptVersion>();
        foreach (var id in files.Keys.Concat(sources.Archive.Made.Keys).Concat(sources.Archive.Served.Keys).ToHashSet())
        {
            if (Version(id, files.GetValueOrDefault(id)) is { } version)
                versions[id] = version;
        }

        return versions;
    }

    private PromptVersion? Version(PromptId id, FileVersion? file)
    {
        var made = sources.Archive.Made.GetValueOrDefault(id);
        var served = sources.Archive.Served.GetValueOrDefault(id);
        if (Template(id, file, made, served) is not { } template)
            return null;
        CheckFile(id, file, template, served);
        return new PromptVersion
        {
            Template = template,
            Origin = made is not null ? PromptOrigin.Api : file is not null ? PromptOrigin.File : PromptOrigin.FileRemoved,
            Created = made?.Created ?? file?.Written,
            Author = made?.Author ?? template.Author,
            Note = made?.Note,
            ServedSince = served?.Since,
        };
    }

    private PromptTemplate? Template(PromptId id, FileVersion? file, MadeVersion? made, ServedVersion? served)
    {
        // The object of the file, where it says the same: one object a text.
        if (file?.Template is { } said && said.Hash == (served?.Hash ?? made?.Hash ?? said.Hash))
            return said;
        if (served is not null)
            return Kept(id, served.Source, served.Hash, "was served");
        if (made is not null)
            return Kept(id, made.Source, made.Hash, "was made over the admin API");
        // The file is not right; what it said before still holds.
        return file is null ? null : sources.Before.Versions.GetValueOrDefault(id)?.Template;
    }

    /// <summary>A text of the store, which was right when it was put there.</summary>
    private PromptTemplate? Kept(PromptId id, byte[] source, string hash, string origin)
    {
        if (sources.Known(id, hash) is { } known)
            return known;
        var faults = new List<ConfigurationError>();
        if (PromptText.Read(id, id.ToString(), source, faults) is { } template)
            return template;
        errors.Add(new(id.ToString(), $"{origin} with a text that this version of the gateway cannot read: {faults[0]}", "make another version of it"));
        return null;
    }

    private void CheckFile(PromptId id, FileVersion? file, PromptTemplate template, ServedVersion? served)
    {
        if (file?.Template is not { } said || said.Hash == template.Hash)
            return;
        errors.Add(new(
            file.File.Path,
            served is not null
                ? $"has another text than {id} was served with since {served.Since.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}, which goes on being served"
                : $"has another text than {id} was made with over the admin API, which holds",
            "put the former text back, and make the new one a NEW version: a file with another name"));
    }
}
