using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LlmProxy.Sqlite;

/// <summary>A statement for what is written often: compiled once, and its parameters bound by number.</summary>
/// <remarks>
/// A command of ADO.NET boxes every value, encodes every parameter's name and searches for it, each time it is run; of a row with forty columns that takes
/// longer than the writing. For one thread at a time. Parameters count from 1 and keep the values of the last use.
/// </remarks>
internal sealed class SqliteStatement : IDisposable
{
    private const int MaxOnStack = 512;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    /// <summary>Compiles <paramref name="sql"/>, which is one statement that gives no rows.</summary>
    /// <exception cref="SqliteException">It is wrong, or the database cannot be read.</exception>
    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
    }

    /// <summary>Sets a parameter; <c>null</c> is NULL.</summary>
    public void Bind(int parameter, long? value) =>
        Check(value is { } number ? raw.sqlite3_bind_int64(_statement, parameter, number) : raw.sqlite3_bind_null(_statement, parameter));

    /// <summary>Sets a parameter to text; <c>null</c> is NULL.</summary>
    public void Bind(int parameter, string? value)
    {
        if (value is null)
        {
            Check(raw.sqlite3_bind_null(_statement, parameter));
            return;
        }

        var length = Encoding.UTF8.GetMaxByteCount(value.Length);
        var rented = length <= MaxOnStack ? null : ArrayPool<byte>.Shared.Rent(length);
        Span<byte> utf8 = rented ?? stackalloc byte[MaxOnStack];
        try
        {
            BindText(parameter, utf8[..Encoding.UTF8.GetBytes(value, utf8)]);
        }
        finally
        {
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Sets a parameter to text, which is copied.</summary>
    public void BindText(int parameter, ReadOnlySpan<byte> utf8)
    {
        // An empty span is a null pointer, which SQLite takes for NULL; the empty string is none.
        Check(utf8.IsEmpty ? raw.sqlite3_bind_text(_statement, parameter, "") : raw.sqlite3_bind_text(_statement, parameter, utf8));
    }

    /// <summary>Runs the statement.</summary>
    /// <returns>How many rows it changed.</returns>
    /// <exception cref="SqliteException">It failed; it can be run again.</exception>
    public int Run()
    {
        var result = raw.sqlite3_step(_statement);
        // Ends it whatever came of it, and says the same once more.
        raw.sqlite3_reset(_statement);
        if (result != raw.SQLITE_DONE)
            Check(result);
        return raw.sqlite3_changes(_database);
    }

    public void Dispose() => _statement.Dispose();

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
            SqliteException.ThrowExceptionForRC(result, _database);
    }
}
