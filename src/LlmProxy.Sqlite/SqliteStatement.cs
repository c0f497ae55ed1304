using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LlmProxy.Sqlite;

/// <summary>A statement for what is written often: compiled once, and its parameters bound by number.</summary>
/// <remarks>
/// A command of ADO.NET boxes every value, encodes every parameter's name and searches for it, each time it is run; of a row with forty columns that takes
/// longer than the writing. For one thread at a time. Parameters count from 1 and keep the values of the last use; setting one to what it
/// holds already costs next to nothing, and most of a row is what the row before had.
/// </remarks>
internal sealed class SqliteStatement : IDisposable
{
    private const int MaxOnStack = 512;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly Bound[] _bound;

    /// <summary>Compiles <paramref name="sql"/>, which is one statement that gives no rows.</summary>
    /// <exception cref="SqliteException">It is wrong, or the database cannot be read.</exception>
    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
        // All parameters are NULL at first, which is what an empty entry says.
        _bound = new Bound[raw.sqlite3_bind_parameter_count(_statement) + 1];
    }

    /// <summary>Sets a parameter; <c>null</c> is NULL.</summary>
    public void Bind(int parameter, long? value)
    {
        if (value is not { } number)
        {
            BindNull(parameter);
            return;
        }

        if (_bound[parameter] is { Kind: BoundKind.Number } bound && bound.Number == number)
            return;
        _bound[parameter] = new(BoundKind.Unknown);
        Check(raw.sqlite3_bind_int64(_statement, parameter, number));
        _bound[parameter] = new(BoundKind.Number, number);
    }

    /// <summary>Sets a parameter to text; <c>null</c> is NULL.</summary>
    public void Bind(int parameter, string? value)
    {
        if (value is null)
        {
            BindNull(parameter);
            return;
        }

        if (_bound[parameter].Kind == BoundKind.Text && value == _bound[parameter].Text)
            return;
        var length = Encoding.UTF8.GetMaxByteCount(value.Length);
        var rented = length <= MaxOnStack ? null : ArrayPool<byte>.Shared.Rent(length);
        Span<byte> utf8 = rented ?? stackalloc byte[MaxOnStack];
        try
        {
            BindText(parameter, utf8[..Encoding.UTF8.GetBytes(value, utf8)]);
            _bound[parameter] = new(BoundKind.Text, Text: value);
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
        _bound[parameter] = new(BoundKind.Unknown);
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

    private void BindNull(int parameter)
    {
        if (_bound[parameter].Kind == BoundKind.Null)
            return;
        _bound[parameter] = new(BoundKind.Unknown);
        Check(raw.sqlite3_bind_null(_statement, parameter));
        _bound[parameter] = default;
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
            SqliteException.ThrowExceptionForRC(result, _database);
    }

    /// <summary>What a parameter holds.</summary>
    private enum BoundKind
    {
        /// <summary>NULL.</summary>
        Null,

        /// <summary>Something that was not kept, or that was refused.</summary>
        Unknown,

        /// <summary>A number.</summary>
        Number,

        /// <summary>Text.</summary>
        Text,
    }

    /// <summary>What a parameter was last set to.</summary>
    private readonly record struct Bound(BoundKind Kind, long Number = 0, string? Text = null);
}
