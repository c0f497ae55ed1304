using System.Collections.Concurrent;
using LlmProxy.Configuration;
using LlmProxy.Core.Prompts;
using LlmProxy.Prompts.Catalogue.Archive;
using LlmProxy.Prompts.Catalogue.Building;
using LlmProxy.Prompts.Catalogue.Files;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Prompts.Catalogue;

/// <summary>The prompts in force, one picture that is swapped whole. A request that has looked something up keeps it, whatever comes after.</summary>
internal sealed partial class PromptCatalogue(PromptArchive archive, LlmConfigState configuration, TimeProvider clock, ILogger<PromptCatalogue> logger)
    : IPromptCatalogue
{
    private readonly Lock _building = new();
    private readonly ConcurrentDictionary<PromptTemplate, bool> _served = new(ReferenceEqualityComparer.Instance);
    private volatile PromptSnapshot _snapshot = PromptSnapshot.Empty;
    private PromptFolderReading _files = PromptFolderReading.Empty;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, PromptAsset> Prompts => _snapshot.Prompts;

    /// <summary>All that is known, as one piece.</summary>
    public PromptSnapshot Current => _snapshot;

    /// <inheritdoc/>
    public PromptAsset? Find(string name) => _snapshot.Prompts.GetValueOrDefault(name);

    /// <inheritdoc/>
    public void NoteServed(PromptTemplate template)
    {
        if (!_served.ContainsKey(template))
            NoteFirstServed(template);
    }

    /// <summary>Takes what the folder of prompts says now.</summary>
    public void Take(PromptFolderReading files)
    {
        lock (_building)
            _files = files;
        Rebuild();
    }

    /// <summary>Makes a new picture, after something has changed.</summary>
    public void Rebuild()
    {
        lock (_building)
        {
            var before = _snapshot;
            _snapshot = PromptSnapshotBuilder.Build(
                new PromptSources
                {
                    Files = _files,
                    Archive = archive,
                    Live = configuration.Current.Proxy.Prompts.Live.AsReadOnly(),
                    Pins = PromptPins.Of(configuration.Current),
                    Before = before,
                },
                (name, version) => archive.Begin(name, version));
            Forget(_snapshot);
            Tell(before, _snapshot);
        }
    }

    private void NoteFirstServed(PromptTemplate template)
    {
        var served = archive.NoteServed(template, clock.GetUtcNow());
        _served[template] = true;
        // The file was changed while this request was under way: what is served first holds.
        var isOther = _snapshot.Versions.TryGetValue(template.Id, out var current) && current.Template.Hash != served.Hash;
        if (isOther || current?.ServedSince is null)
            ThreadPool.UnsafeQueueUserWorkItem(static catalogue => catalogue.Rebuild(), this, preferLocal: false);
    }

    /// <summary>Templates that are gone are forgotten; those of requests under way are noted again, which costs them little.</summary>
    private void Forget(PromptSnapshot snapshot)
    {
        foreach (var template in _served.Keys)
        {
            if (!snapshot.Versions.TryGetValue(template.Id, out var version) || !ReferenceEquals(version.Template, template))
                _served.TryRemove(template, out _);
        }
    }

    private void Tell(PromptSnapshot before, PromptSnapshot now)
    {
        foreach (var (name, asset) in now.Prompts)
        {
            if (!before.Prompts.TryGetValue(name, out var former))
                Log.Added(logger, name, asset.Versions.Count, asset.Live.Id.Version);
            else if (former.Live != asset.Live)
                Log.LiveChanged(logger, name, asset.Live.Id.Version, former.Live.Id.Version);
        }

        foreach (var name in before.Prompts.Keys)
        {
            if (!now.Prompts.ContainsKey(name))
                Log.Gone(logger, name);
        }

        foreach (var error in now.Errors)
        {
            if (!before.Errors.Contains(error))
                Log.Refused(logger, error);
        }

        if (before.Errors.Count > 0 && now.Errors.Count == 0)
            Log.Mended(logger);
    }

    // Event ids 700 to 704. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(700, LogLevel.Information, "Prompt '{Prompt}' is there with {Count} versions; {Version} is live.", EventName = "PromptAdded")]
        public static partial void Added(ILogger logger, string prompt, int count, string version);

        [LoggerMessage(701, LogLevel.Information, "Prompt '{Prompt}': version {Version} is live, in the place of {Former}.", EventName = "PromptLiveChanged")]
        public static partial void LiveChanged(ILogger logger, string prompt, string version, string former);

        [LoggerMessage(702, LogLevel.Warning, "Prompt '{Prompt}' is gone.", EventName = "PromptGone")]
        public static partial void Gone(ILogger logger, string prompt);

        [LoggerMessage(703, LogLevel.Error, "{Error}", EventName = "PromptRefused")]
        public static partial void Refused(ILogger logger, ConfigurationError error);

        [LoggerMessage(704, LogLevel.Information, "All prompts are right again.", EventName = "PromptsMended")]
        public static partial void Mended(ILogger logger);
    }
}
