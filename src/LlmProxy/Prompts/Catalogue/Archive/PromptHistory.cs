using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using LlmProxy.Storage;

namespace LlmProxy.Prompts.Catalogue.Archive;

/// <summary>What was done with prompts: entries are added and never changed. Safe for use by many threads; one at a time adds.</summary>
internal sealed class PromptHistory(IStateStore store)
{
    /// <summary>Most entries of one prompt; at the bound the oldest goes.</summary>
    public const int MaxEntries = 1_000;

    private const string NumberFormat = "D10";
    private const char Separator = '/';

    private readonly ConcurrentDictionary<string, ImmutableList<(int Number, PromptChange Change)>> _entries = new(StringComparer.Ordinal);

    /// <summary>The entries of a prompt, the oldest first.</summary>
    public IReadOnlyList<PromptChange> Of(string name) =>
        _entries.TryGetValue(name, out var entries) ? [.. entries.Select(entry => entry.Change)] : [];

    /// <summary>Adds an entry, behind its caller.</summary>
    /// <returns>Its number, by which it can be taken back while it is not known to be stored.</returns>
    public int Add(string name, PromptChange change)
    {
        var before = _entries.GetValueOrDefault(name, []);
        var number = before.Count == 0 ? 1 : before[^1].Number + 1;
        while (before.Count >= MaxEntries)
        {
            store.Delete(StateCollections.PromptHistory, KeyOf(name, before[0].Number));
            before = before.RemoveAt(0);
        }

        _entries[name] = before.Add((number, change));
        store.Put(StateCollections.PromptHistory, KeyOf(name, number), JsonSerializer.SerializeToUtf8Bytes(change, PromptArchiveJson.Default.PromptChange));
        return number;
    }

    /// <summary>Takes back an entry that could not be stored.</summary>
    public void TakeBack(string name, int number)
    {
        _entries[name] = _entries.GetValueOrDefault(name, []).RemoveAll(entry => entry.Number == number);
        store.Delete(StateCollections.PromptHistory, KeyOf(name, number));
    }

    /// <summary>Reads what is stored; what was added before comes behind it.</summary>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var stored = new Dictionary<string, ImmutableList<(int, PromptChange)>.Builder>(StringComparer.Ordinal);
        foreach (var document in await store.LoadAsync(StateCollections.PromptHistory, cancellationToken))
        {
            var end = document.Key.LastIndexOf(Separator);
            if (end > 0 && int.TryParse(document.Key.AsSpan(end + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && PromptArchiveJson.Read(document.Content, PromptArchiveJson.Default.PromptChange) is { } change)
            {
                var name = document.Key[..end];
                if (!stored.TryGetValue(name, out var entries))
                    stored[name] = entries = ImmutableList.CreateBuilder<(int, PromptChange)>();
                entries.Add((number, change));
            }
        }

        foreach (var (name, entries) in stored)
        {
            var added = _entries.GetValueOrDefault(name, []);
            _entries[name] = entries.ToImmutable();
            foreach (var (_, change) in added)
                Add(name, change);
        }
    }

    private static string KeyOf(string name, int number) => name + Separator + number.ToString(NumberFormat, CultureInfo.InvariantCulture);
}
