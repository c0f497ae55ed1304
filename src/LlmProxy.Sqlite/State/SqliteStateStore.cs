using LlmProxy.Health.Degradation;
using LlmProxy.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Sqlite.State;

/// <summary>Keeps documents in a table, written behind their owners.</summary>
internal sealed partial class SqliteStateStore : IStateStore, IAsyncDisposable
{
    /// <summary>How long a document waits for others to go with.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly StateQueue _queue = new();
    private readonly SqliteFile _file;
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;
    private readonly StorageMetrics _metrics;
    private readonly ILogger _logger;
    private readonly WriteBehind _behind;
    private int _hasTold;

    public SqliteStateStore(
        SqliteFile file, SqliteWriter writer, SqliteReaders readers, StorageMetrics metrics, SideComponent guard, TimeProvider clock, ILogger<SqliteStateStore> logger)
    {
        _file = file;
        _writer = writer;
        _readers = readers;
        _metrics = metrics;
        _logger = logger;
        _behind = new WriteBehind(WriteAsync, static () => Interval, guard, clock);
        metrics.ObserveState(() => _queue.Count);
    }

    /// <inheritdoc/>
    public bool IsDurable => true;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<StateDocument>> LoadAsync(string collection, CancellationToken cancellationToken = default)
    {
        try
        {
            // Before the reading: what is written meanwhile is in both. A disk that cannot be written, when it is full, can still be read.
            var pending = _queue.Pending(collection);
            var documents = await _readers.RunAsync(connection => Load(connection, collection), cancellationToken);
            return pending.Count == 0 ? documents : Overlaid(documents, pending);
        }
        catch (StorageException e) when (_file.IsMissing)
        {
            throw new StorageException(e.Reason, e.Message, e) { IsMissing = true };
        }
    }

    /// <inheritdoc/>
    public void Put(string collection, string key, ReadOnlyMemory<byte> document) => Add(new(collection, key, document.ToArray()));

    /// <inheritdoc/>
    public void Delete(string collection, string key) => Add(new(collection, key, null));

    /// <inheritdoc/>
    public Task FlushAsync(CancellationToken cancellationToken = default) => _behind.FlushAsync().WaitAsync(cancellationToken);

    public ValueTask DisposeAsync() => _behind.DisposeAsync();

    private static List<StateDocument> Overlaid(List<StateDocument> documents, Dictionary<string, byte[]?> pending)
    {
        documents.RemoveAll(document => pending.ContainsKey(document.Key));
        foreach (var (key, document) in pending)
        {
            if (document is not null)
                documents.Add(new(key, document));
        }

        documents.Sort(static (one, other) => string.CompareOrdinal(one.Key, other.Key));
        return documents;
    }

    private static List<StateDocument> Load(SqliteConnection connection, string collection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT key, document FROM state WHERE collection = $collection ORDER BY key";
        command.Parameters.AddWithValue("$collection", collection);
        using var reader = command.ExecuteReader();
        var documents = new List<StateDocument>();
        while (reader.Read())
            documents.Add(new(reader.GetString(0), reader.GetFieldValue<byte[]>(1)));
        return documents;
    }

    private static bool Write(SqliteSession session, StateWrite[] writes)
    {
        var put = session.Command(
            "INSERT INTO state (collection, key, document) VALUES ($collection, $key, $document) "
            + "ON CONFLICT (collection, key) DO UPDATE SET document = excluded.document",
            "$collection", "$key", "$document");
        var delete = session.Command("DELETE FROM state WHERE collection = $collection AND key = $key", "$collection", "$key");
        foreach (var write in writes)
        {
            var command = write.Document is null ? delete : put;
            command.Parameters[0].Value = write.Collection;
            command.Parameters[1].Value = write.Key;
            if (write.Document is { } document)
                command.Parameters[2].Value = document;
            command.ExecuteNonQuery();
        }

        return true;
    }

    private void Add(in StateWrite write)
    {
        if (_queue.Add(write) is > 0 and var lost)
            Tell(lost);
        _behind.Note();
    }

    private async ValueTask WriteAsync()
    {
        var writes = _queue.TakeAll();
        if (writes.Length == 0)
            return;
        try
        {
            await _writer.RunAsync(session => Write(session, writes));
            _queue.Written();
            Volatile.Write(ref _hasTold, 0);
        }
        catch
        {
            if (_queue.PutBack(writes) is > 0 and var lost)
                Tell(lost);
            throw;
        }
    }

    private void Tell(int lost)
    {
        _metrics.Dropped(StorageMetrics.State, lost);
        if (Interlocked.Exchange(ref _hasTold, 1) == 0)
            Log.Dropped(_logger);
    }

    // Event ids 460 to 464. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(
            460, LogLevel.Error,
            "The store is away and as many documents wait as may; from now on the oldest are given up, counted in llmproxy.storage.dropped.",
            EventName = "StateDropped")]
        public static partial void Dropped(ILogger logger);
    }
}
