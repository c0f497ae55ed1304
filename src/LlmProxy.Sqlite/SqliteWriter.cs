using LlmProxy.Storage;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Sqlite;

/// <summary>Runs all that writes to the database, one transaction after another, on a thread of its own: waiting for a disk blocks no other work.</summary>
/// <remarks>What waits here is bounded by who asks: records, documents and the removal of old ones each wait for their last transaction.</remarks>
internal sealed partial class SqliteWriter : IDisposable
{
    // Waited for without spinning, unlike a BlockingCollection: a batch comes a few times in a second, and CPU time is the requests'.
    private readonly Queue<Action> _work = new();
    private readonly SqliteFile _file;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private SqliteSession? _session;
    private volatile string? _failure;
    private bool _isClosed;

    public SqliteWriter(SqliteFile file, ILogger<SqliteWriter> logger)
    {
        _file = file;
        _logger = logger;
        _thread = new Thread(Loop) { IsBackground = true, Name = "LlmProxy storage" };
        _thread.Start();
    }

    /// <summary>Why the last transaction failed, from a closed set; <c>null</c>: it did not.</summary>
    public string? Failure => _failure;

    /// <summary>Runs work in a transaction of its own.</summary>
    /// <exception cref="StorageException">It was not written; <c>refused</c>: the database must not be used as it is, and the inner one says why.</exception>
    public Task<T> RunAsync<T>(Func<SqliteSession, T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_work)
        {
            if (!_isClosed)
            {
                _work.Enqueue(() => Run(work, done));
                Monitor.Pulse(_work);
                return done.Task;
            }
        }

        done.SetException(new StorageException("closed", "The database is closed."));
        return done.Task;
    }

    /// <summary>Ends after what was asked for.</summary>
    public void Dispose()
    {
        lock (_work)
        {
            _isClosed = true;
            Monitor.Pulse(_work);
        }

        _thread.Join();
    }

    private void Loop()
    {
        while (Next() is { } work)
            work();
        Close();
    }

    /// <summary>Waits for work; <c>null</c>: all is done, and no more will come.</summary>
    private Action? Next()
    {
        lock (_work)
        {
            Action? work;
            while (!_work.TryDequeue(out work) && !_isClosed)
                Monitor.Wait(_work);
            return work;
        }
    }

    private void Run<T>(Func<SqliteSession, T> work, TaskCompletionSource<T> done)
    {
        try
        {
            var result = Session().Run(work);
            if (_failure is not null)
                Log.WritesAgain(_logger, _file.Path);
            _failure = null;
            done.SetResult(result);
        }
        catch (Exception e)
        {
            if (!SqliteFailure.LeavesConnection(e))
                Close();
            var known = SqliteFailure.Of(e, _file.Path);
            if (known is not null && known.Reason != _failure)
                Log.DoesNotWrite(_logger, _file.Path, known.Reason, known.Message);
            _failure = known?.Reason ?? e.GetType().Name;
            // Whoever writes while the gateway runs waits and tries again, whatever the database has become.
            done.SetException(known ?? e);
        }
    }

    private SqliteSession Session()
    {
        // A file that was deleted can still be written to, and all that is written is lost.
        if (_session is not null && !_file.Exists)
        {
            Log.Vanished(_logger, _file.Path);
            Close();
        }

        return _session ??= new SqliteSession(_file.OpenWriter());
    }

    private void Close()
    {
        _session?.Dispose();
        _session = null;
    }

    // Event ids 450 to 454. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(
            450, LogLevel.Error, "'{Path}' cannot be written ({Reason}): {Message} What is to be written waits in memory.", EventName = "StorageFailed")]
        public static partial void DoesNotWrite(ILogger logger, string path, string reason, string message);

        [LoggerMessage(451, LogLevel.Information, "'{Path}' is written again.", EventName = "StorageRecovered")]
        public static partial void WritesAgain(ILogger logger, string path);

        [LoggerMessage(452, LogLevel.Error, "'{Path}' is gone; a new one is made.", EventName = "StorageVanished")]
        public static partial void Vanished(ILogger logger, string path);
    }
}
