using Microsoft.Data.Sqlite;

namespace LlmProxy.Sqlite;

/// <summary>The connection that writes, with its statements, which are prepared once.</summary>
internal sealed class SqliteSession(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);

    /// <summary>The connection.</summary>
    public SqliteConnection Connection => connection;

    /// <summary>A statement with its parameters, which keep the values of the last use.</summary>
    public SqliteCommand Command(string sql, params ReadOnlySpan<string> parameters)
    {
        if (_commands.TryGetValue(sql, out var command))
            return command;
        command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
            command.Parameters.Add(new SqliteParameter(name, null));
        return _commands[sql] = command;
    }

    /// <summary>The same for what is written often, with numbered parameters.</summary>
    public SqliteStatement Statement(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements.Add(sql, statement = new SqliteStatement(connection, sql));
        return statement;
    }

    /// <summary>Runs work in one transaction, which is on disk when this returns.</summary>
    public T Run<T>(Func<SqliteSession, T> work)
    {
        Command("BEGIN IMMEDIATE").ExecuteNonQuery();
        try
        {
            var result = work(this);
            Command("COMMIT").ExecuteNonQuery();
            return result;
        }
        catch
        {
            TryRollback();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
            command.Dispose();
        foreach (var statement in _statements.Values)
            statement.Dispose();
        connection.Dispose();
    }

    private void TryRollback()
    {
        try
        {
            Command("ROLLBACK").ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            // SQLite has rolled back itself, as it does when the disk is full.
        }
    }
}
