using System.Diagnostics.Metrics;
using LlmProxy.Health.Degradation;
using LlmProxy.Sqlite;
using LlmProxy.Storage;
using LlmProxy.Storage.Settings;
using LlmProxy.Tests.Health.Degradation;
using LlmProxy.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.Tests.Sqlite;

/// <summary>A database in a folder of its own, which goes with it.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly string _folder;

    public TestDatabase()
    {
        _folder = Directory.CreateTempSubdirectory("llmproxy-db-").FullName;
        Folder = Path.Combine(_folder, "data");
        Degradations = TestComponents.Create(services: services => services.AddSideComponent(ComponentNames.Storage));
        Backend = Create();
    }

    /// <summary>The folder that the database makes.</summary>
    public string Folder { get; }

    public string File => Path.Combine(Folder, "llmproxy.db");

    public LogCollector Log { get; } = new();

    public Degradations Degradations { get; }

    public SqliteBackend Backend { get; private set; }

    public TestDatabase Open()
    {
        Backend.Open(new StorageOptions { Path = Folder });
        return this;
    }

    /// <summary>Another gateway's on the same folder; not opened.</summary>
    public SqliteBackend Create() =>
        new(new StorageMetrics(_services.GetRequiredService<IMeterFactory>()), Degradations, TimeProvider.System, Log);

    /// <summary>Closes it and opens it again, as a restart does.</summary>
    public async Task RestartAsync()
    {
        await Backend.DisposeAsync();
        Backend = Create();
        Open();
    }

    public async ValueTask DisposeAsync()
    {
        await Backend.DisposeAsync();
        await _services.DisposeAsync();
        Log.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
