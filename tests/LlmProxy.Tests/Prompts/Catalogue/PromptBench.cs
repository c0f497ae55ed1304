using LlmProxy.Configuration;
using LlmProxy.Core.Prompts;
using LlmProxy.Prompts.Catalogue;
using LlmProxy.Prompts.Catalogue.Archive;
using LlmProxy.Prompts.Settings;
using LlmProxy.Storage;
using LlmProxy.Tests.Health;
using LlmProxy.Tests.Telemetry;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Tests.Prompts.Catalogue;

/// <summary>A catalogue of prompts over a folder and a store, both of which outlive it.</summary>
internal sealed class PromptBench : IDisposable
{
    private readonly LlmConfigState _configuration = new();
    private readonly bool _ownsFolder;
    private readonly IStateStore _store;

    public PromptBench(IStateStore store, string? folder = null)
    {
        _store = store;
        _ownsFolder = folder is null;
        Folder = folder ?? Directory.CreateTempSubdirectory("prompts").FullName;
        Archive = new PromptArchive(store);
        Catalogue = new PromptCatalogue(Archive, _configuration, Clock, new Logger<PromptCatalogue>(Log));
        Files = new PromptFiles(Catalogue, _configuration, Clock, new Logger<PromptFiles>(Log));
        Decisions = new PromptDecisions(Catalogue, Archive, Turns, Clock);
        Versions = new PromptVersions(Catalogue, Archive, Turns, Clock);
    }

    public string Folder { get; }

    public LlmConfigState Configuration => _configuration;

    public ManualClock Clock { get; } = new();

    public DateTimeOffset Started { get; } = new ManualClock().GetUtcNow();

    public LogCollector Log { get; } = new();

    public PromptArchive Archive { get; }

    public PromptCatalogue Catalogue { get; }

    public PromptFiles Files { get; }

    public PromptDecisions Decisions { get; }

    public PromptVersions Versions { get; }

    private PromptTurns Turns { get; } = new();

    /// <summary>One that has started, as the gateway does: what is stored first, then the files.</summary>
    public static async Task<PromptBench> StartAsync(IStateStore store, params (string Id, string Text)[] files)
    {
        var bench = new PromptBench(store);
        foreach (var (id, text) in files)
            bench.Write(id, text);
        await bench.StartAsync();
        return bench;
    }

    /// <summary>The next process: the same folder and the same store.</summary>
    public async Task<PromptBench> RestartAsync()
    {
        Files.Dispose();
        var next = new PromptBench(_store, Folder);
        await next.StartAsync();
        return next;
    }

    public async Task StartAsync()
    {
        Configure(_ => { });
        await Archive.LoadAsync(default);
        await Files.StartAsync(default);
    }

    public void Configure(Action<PromptOptions> change)
    {
        var options = new PromptOptions { Folder = Folder };
        change(options);
        _configuration.Current = new LlmConfigModel { Proxy = new LlmProxyModel { Prompts = options } };
        Files.ConfigurationApplied([]);
    }

    public void Write(string id, string text)
    {
        var parts = id.Split('@');
        Directory.CreateDirectory(Path.Combine(Folder, parts[0]));
        File.WriteAllText(PathOf(id), text);
    }

    public void Touch(string id, DateTimeOffset written) => File.SetLastWriteTimeUtc(PathOf(id), written.UtcDateTime);

    public void Remove(string id) => File.Delete(PathOf(id));

    public string PathOf(string id) => Path.Combine(Folder, id.Split('@')[0], id.Split('@')[1] + ".md");

    /// <summary>Has a version served, and waits for what follows from that.</summary>
    public void Serve(string id)
    {
        Catalogue.NoteServed(Template(id)!);
        Catalogue.Rebuild();
    }

    public string? Text(string id) => Template(id)?.Source;

    public string? Live(string name) => Catalogue.Find(name)?.Live.Id.Version;

    public PromptTemplate? Template(string id) => Catalogue.Find(id.Split('@')[0])?.Find(id.Split('@')[1]);

    public static PromptId Id(string id) => new(id.Split('@')[0], id.Split('@')[1]);

    public void Dispose()
    {
        Files.Dispose();
        Turns.Dispose();
        if (_ownsFolder)
            Directory.Delete(Folder, recursive: true);
    }
}
