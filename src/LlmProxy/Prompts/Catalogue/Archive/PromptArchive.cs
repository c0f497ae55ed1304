using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using LlmProxy.Core.Prompts;
using LlmProxy.Storage;

namespace LlmProxy.Prompts.Catalogue.Archive;

/// <summary>What is known of prompts beside their files, in memory and behind that in the store. Safe for use by many threads.</summary>
/// <remarks>
/// It grows by what is made over the admin API, which has a bound, and by versions that were served, of which there are no more than there
/// ever were files. Where the store could not be read at the start, what is learned meanwhile is written once it can be.
/// </remarks>
internal sealed class PromptArchive(IStateStore store)
{
    private readonly ConcurrentDictionary<PromptId, MadeVersion> _made = new();
    private readonly ConcurrentDictionary<PromptId, ServedVersion> _served = new();
    private readonly ConcurrentDictionary<string, PromptDecision> _decisions = new(StringComparer.Ordinal);
    // What is in memory last is what is written last.
    private readonly Lock _deciding = new();
    private volatile bool _isLoaded;

    /// <summary>Whether the store has told what it keeps.</summary>
    public bool IsLoaded => _isLoaded;

    /// <summary>Whether what is decided outlives the process.</summary>
    public bool IsDurable => store.IsDurable;

    /// <summary>The versions that were made over the admin API.</summary>
    public IReadOnlyDictionary<PromptId, MadeVersion> Made => _made;

    /// <summary>The versions that were served.</summary>
    public IReadOnlyDictionary<PromptId, ServedVersion> Served => _served;

    /// <summary>What was decided, by prompt.</summary>
    public IReadOnlyDictionary<string, PromptDecision> Decisions => _decisions;

    /// <summary>What was done.</summary>
    public PromptHistory History { get; } = new(store);

    /// <summary>Reads what is stored.</summary>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var made = await store.LoadAsync(StateCollections.PromptVersions, cancellationToken);
        var served = await store.LoadAsync(StateCollections.PromptsServed, cancellationToken);
        var decisions = await store.LoadAsync(StateCollections.PromptDecisions, cancellationToken);
        await History.LoadAsync(cancellationToken);
        foreach (var document in made)
        {
            if (Id(document.Key) is { } id && PromptArchiveJson.Read(document.Content, PromptArchiveJson.Default.MadeVersion) is { } version)
                _made.TryAdd(id, version);
        }

        foreach (var document in served)
        {
            // What was served before the start was served first.
            if (Id(document.Key) is { } id && PromptArchiveJson.Read(document.Content, PromptArchiveJson.Default.ServedVersion) is { } version)
                _served[id] = version;
        }

        foreach (var document in decisions)
        {
            if (PromptArchiveJson.Read(document.Content, PromptArchiveJson.Default.PromptDecision) is { } decision)
                _decisions[document.Key] = decision;
        }

        _isLoaded = true;
        WriteLearned([.. served.Select(document => document.Key)]);
    }

    /// <summary>Says that a text is served; the first one that a version had counts.</summary>
    /// <returns>What the version says for good.</returns>
    public ServedVersion NoteServed(PromptTemplate template, DateTimeOffset now)
    {
        var said = new ServedVersion { Source = Encoding.UTF8.GetBytes(template.Source), Hash = template.Hash, Since = now };
        var served = _served.GetOrAdd(template.Id, said);
        if (ReferenceEquals(served, said) && _isLoaded)
            Write(template.Id, said);
        return served;
    }

    /// <summary>Keeps a version that is being made.</summary>
    public void SetMade(PromptId id, MadeVersion version)
    {
        _made[id] = version;
        store.Put(StateCollections.PromptVersions, id.ToString(), JsonSerializer.SerializeToUtf8Bytes(version, PromptArchiveJson.Default.MadeVersion));
    }

    /// <summary>Forgets a version that was made.</summary>
    public void RemoveMade(PromptId id)
    {
        _made.TryRemove(id, out _);
        store.Delete(StateCollections.PromptVersions, id.ToString());
    }

    /// <summary>What was decided of a prompt.</summary>
    public PromptDecision Decision(string name) => _decisions.GetValueOrDefault(name, PromptDecision.None);

    /// <summary>Keeps what is decided of a prompt, but for <see cref="PromptDecision.First"/>, which nobody decides.</summary>
    public void Decide(string name, PromptDecision decision) => Keep(name, known => decision with { First = known.First });

    /// <summary>Keeps with which version a prompt begins, whatever is decided meanwhile.</summary>
    public void Begin(string name, string first) => Keep(name, known => known with { First = first });

    /// <summary>Waits until all of it is on disk.</summary>
    /// <exception cref="IOException">It could not be written; it will be tried again.</exception>
    public Task FlushAsync(CancellationToken cancellationToken) => store.FlushAsync(cancellationToken);

    private void Keep(string name, Func<PromptDecision, PromptDecision> change)
    {
        lock (_deciding)
        {
            var decision = _decisions[name] = change(Decision(name));
            if (_isLoaded)
                Write(name, decision);
        }
    }

    private void WriteLearned(HashSet<string> stored)
    {
        foreach (var (id, version) in _served)
        {
            if (!stored.Contains(id.ToString()))
                Write(id, version);
        }

        lock (_deciding)
        {
            foreach (var (name, decision) in _decisions)
                Write(name, decision);
        }
    }

    private void Write(PromptId id, ServedVersion version) =>
        store.Put(StateCollections.PromptsServed, id.ToString(), JsonSerializer.SerializeToUtf8Bytes(version, PromptArchiveJson.Default.ServedVersion));

    private void Write(string name, PromptDecision decision) =>
        store.Put(StateCollections.PromptDecisions, name, JsonSerializer.SerializeToUtf8Bytes(decision, PromptArchiveJson.Default.PromptDecision));

    private static PromptId? Id(string key) =>
        PromptId.TryRead(key, out var name, out var version) && version is not null ? new PromptId(name, version) : null;
}
