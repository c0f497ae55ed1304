using System.Text;
using LlmProxy.Configuration;
using LlmProxy.Core.Prompts;
using LlmProxy.Prompts.Catalogue.Archive;

namespace LlmProxy.Prompts.Catalogue;

/// <summary>Makes and removes versions over the admin API, one at a time.</summary>
internal sealed class PromptVersions(PromptCatalogue prompts, PromptArchive archive, PromptTurns turns, TimeProvider clock)
{
    /// <summary>Most versions that can be made, of all prompts together.</summary>
    public const int MaxVersions = 10_000;

    private const int MaxShownErrors = 5;

    /// <summary>The bound in force; a test sets its own.</summary>
    public int Capacity { get; init; } = MaxVersions;

    /// <summary>Makes a version. The first one of a new prompt is live at once, any other not before it is made so.</summary>
    /// <returns>The version, and whether it was not there before.</returns>
    /// <exception cref="Core.Errors.LlmException">400: the text is not right; 409: the version has another text, or there is no room; 503: it could not be stored, and does not exist.</exception>
    public async Task<(PromptVersion Version, bool IsNew)> CreateAsync(
        PromptId id, string text, string? author, string? note, CancellationToken cancellationToken)
    {
        var template = Read(id, text);
        using var turn = await turns.TakeAsync(cancellationToken);
        if (!archive.IsLoaded)
            throw PromptErrors.Unread;
        if (HashOf(id) is { } hash)
        {
            if (hash == template.Hash)
            {
                if (prompts.Current.Versions.TryGetValue(id, out var known))
                    return (known, false);
            }
            else
                throw PromptErrors.Conflict($"{id} is there already with another text, and a version never changes; make another version.", "prompt_version_exists");
        }

        // It may have been served, and its file be gone: with the same text it is the same version.
        if (archive.Made.Count >= Capacity)
            throw PromptErrors.Conflict($"{Capacity} versions were made over the admin API, the most that are kept. Remove some first, or put them in files.", "too_many_prompt_versions");
        var now = clock.GetUtcNow();
        archive.SetMade(id, new MadeVersion { Source = Encoding.UTF8.GetBytes(template.Source), Hash = template.Hash, Created = now, Author = author, Note = note });
        var entry = archive.History.Add(id.Name, Change(PromptAction.Created, id, author ?? template.Author, note, now));
        await StoreAsync(() => TakeBack(id, entry), cancellationToken);
        prompts.Rebuild();
        return (prompts.Current.Versions[id], true);
    }

    /// <summary>Removes a version that was made over the admin API and never served.</summary>
    /// <exception cref="Core.Errors.LlmException">404; 409: it stands in a file, was served, or requests get it; 503: it could not be stored, and the version stays.</exception>
    public async Task RemoveAsync(PromptId id, string? author, string? reason, CancellationToken cancellationToken)
    {
        using var turn = await turns.TakeAsync(cancellationToken);
        if (!archive.IsLoaded)
            throw PromptErrors.Unread;
        var asset = prompts.Find(id.Name) ?? throw PromptErrors.NoPrompt(id.Name);
        if (asset.Find(id.Version) is null)
            throw PromptErrors.NoVersion(id, asset);
        if (!archive.Made.TryGetValue(id, out var made))
            throw PromptErrors.Conflict($"{id} stands in a file; remove the file.", "prompt_version_in_file");
        if (archive.Served.ContainsKey(id))
            throw PromptErrors.Conflict($"{id} was served, so records name it; it stays. Make another version live instead.", "prompt_version_served");
        if (asset.Versions.Count > 1 && (asset.Live.Id == id || asset.Candidate?.Id == id))
            throw PromptErrors.Conflict($"Requests get {id}; make another version live first.", "prompt_version_live");
        archive.RemoveMade(id);
        var entry = archive.History.Add(id.Name, Change(PromptAction.Removed, id, author, reason, clock.GetUtcNow()));
        await StoreAsync(
            () =>
            {
                archive.SetMade(id, made);
                archive.History.TakeBack(id.Name, entry);
            },
            cancellationToken);
        prompts.Rebuild();
    }

    private static PromptTemplate Read(in PromptId id, string text)
    {
        var errors = new List<ConfigurationError>();
        if (PromptText.Read(id, id.ToString(), Encoding.UTF8.GetBytes(text), errors) is { } template)
            return template;
        var shown = string.Join(" ", errors.Take(MaxShownErrors).Select(error => error.ToString()));
        var more = errors.Count > MaxShownErrors ? $" And {errors.Count - MaxShownErrors} more." : "";
        throw PromptErrors.Invalid($"The text is not right: {shown}{more}", "invalid_prompt", "text");
    }

    /// <summary>The hash of a version, wherever it stands; <c>null</c>: it has never been there.</summary>
    private string? HashOf(in PromptId id) =>
        archive.Served.GetValueOrDefault(id)?.Hash
        ?? archive.Made.GetValueOrDefault(id)?.Hash
        ?? prompts.Current.Versions.GetValueOrDefault(id)?.Template.Hash;

    private void TakeBack(in PromptId id, int entry)
    {
        archive.RemoveMade(id);
        archive.History.TakeBack(id.Name, entry);
    }

    private async Task StoreAsync(Action takeBack, CancellationToken cancellationToken)
    {
        try
        {
            await archive.FlushAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            takeBack();
            // Something else may have made a new picture meanwhile, with the change in it.
            prompts.Rebuild();
            if (e is OperationCanceledException)
                throw;
            throw PromptErrors.NotStored;
        }
    }

    private static PromptChange Change(PromptAction action, in PromptId id, string? author, string? reason, DateTimeOffset now) =>
        new() { Time = now, Action = action, Version = id.Version, Author = author, Reason = reason };
}
