using LlmProxy.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LlmProxy.Sqlite;

/// <summary>Connections that only read. In WAL mode they see the last commit and never keep the writer waiting.</summary>
internal sealed class SqliteReaders(SqliteFile file) : IDisposable
{
    /// <summary>Most questions at once; others wait.</summary>
    private const int Most = 4;

    private readonly SemaphoreSlim _places = new(Most);

    /// <summary>Asks the database.</summary>
    /// <exception cref="StorageException">It cannot be read.</exception>
    public async Task<T> RunAsync<T>(Func<SqliteConnection, T> question, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            // SQLite has no asynchronous reads; those who ask are few, and shall not hold up their own caller.
            return await Task.Run(() => Ask(question, cancellationToken), cancellationToken);
        }
        catch (Exception e) when (SqliteFailure.Of(e, file.Path) is { } known)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw known;
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();

    private T Ask<T>(Func<SqliteConnection, T> question, CancellationToken cancellationToken)
    {
        _ = NativeSqlite.IsSystems;
        using var connection = new SqliteConnection(file.ReaderString);
        connection.Open();
        // A long sum must not go on for somebody who has left.
        using var interrupt = cancellationToken.Register(static connection => raw.sqlite3_interrupt(((SqliteConnection)connection!).Handle), connection);
        return question(connection);
    }
}
