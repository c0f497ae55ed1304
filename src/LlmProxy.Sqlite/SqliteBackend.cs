using System.Runtime.ExceptionServices;
using LlmProxy.Health.Degradation;
using LlmProxy.Metering.Ledger;
using LlmProxy.Sqlite.Ledger;
using LlmProxy.Sqlite.State;
using LlmProxy.Storage;
using LlmProxy.Storage.Settings;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Sqlite;

/// <summary>Keeps records and documents in one SQLite database.</summary>
internal sealed partial class SqliteBackend(
    StorageMetrics metrics, Degradations degradations, TimeProvider clock, ILoggerFactory loggers) : IStorageBackend, IAsyncDisposable, IDisposable
{
    private readonly ILogger _logger = loggers.CreateLogger<SqliteBackend>();
    private SqliteFile? _file;
    private SqliteWriter? _writer;
    private SqliteReaders? _readers;
    private SqliteStateStore? _state;
    private SqliteLedgerStore? _ledger;
    private int _isDisposed;

    /// <inheritdoc/>
    public StorageKind Kind => StorageKind.Sqlite;

    /// <inheritdoc/>
    public IStateStore State => _state ?? throw NotOpen();

    /// <inheritdoc/>
    public ILedgerStore Ledger => _ledger ?? throw NotOpen();

    /// <inheritdoc/>
    public void Open(StorageOptions options)
    {
        _file = new SqliteFile(options);
        _writer = new SqliteWriter(_file, loggers.CreateLogger<SqliteWriter>());
        _readers = new SqliteReaders(_file);
        var guard = degradations.Get(ComponentNames.Storage);
        _state = new SqliteStateStore(_file, _writer, _readers, metrics, guard, clock, loggers.CreateLogger<SqliteStateStore>());
        _ledger = new SqliteLedgerStore(_writer, _readers);
        try
        {
            _writer.RunAsync(static _ => true).GetAwaiter().GetResult();
            if (!NativeSqlite.IsSystems)
                Log.OldLibrary(_logger, NativeSqlite.Version);
        }
        catch (StorageException e) when (e.InnerException is StorageRefusedException refused)
        {
            ExceptionDispatchInfo.Throw(refused);
        }
        catch (StorageException e)
        {
            // The gateway can serve without it; health says what is missing, and the next write tries again.
            guard.Report(e.Reason);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, object> Describe()
    {
        var data = new Dictionary<string, object> { ["kind"] = "sqlite", ["path"] = _file?.Path ?? "", ["bytes"] = _file?.Bytes ?? 0 };
        try
        {
            data["library"] = NativeSqlite.Version + (NativeSqlite.IsSystems ? "" : " (bundled)");
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException)
        {
            data["library"] = "none";
        }

        if (_writer?.Failure is { } failure)
            data["failure"] = failure;
        return data;
    }

    public async ValueTask DisposeAsync()
    {
        // The container holds it twice over: as itself, and as what its stores are made of.
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        if (_state is not null)
            await _state.DisposeAsync();
        _writer?.Dispose();
        _readers?.Dispose();
        _file?.Dispose();
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static InvalidOperationException NotOpen() => new("The database is opened when the gateway starts.");

    // Event ids 455 to 459. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(
            455, LogLevel.Warning, "The system has no libsqlite3; the bundled SQLite {Version} is used, which gets no security updates.",
            EventName = "OldSqlite")]
        public static partial void OldLibrary(ILogger logger, string version);
    }
}
