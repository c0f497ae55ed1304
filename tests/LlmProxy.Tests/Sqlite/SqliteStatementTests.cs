using LlmProxy.Sqlite;
using Microsoft.Data.Sqlite;

namespace LlmProxy.Tests.Sqlite;

public sealed class SqliteStatementTests : IDisposable
{
    private readonly SqliteConnection _connection;

    public SqliteStatementTests()
    {
        _ = NativeSqlite.IsSystems;
        _connection = new SqliteConnection("Data Source=:memory:");
        _connection.Open();
        Execute("CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT)");
    }

    public void Dispose() => _connection.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("naïve 日本 🙂")]
    public void Run_Text_IsReadBackAsItWas(string? text)
    {
        using var insert = Insert();
        insert.Bind(1, 7);
        insert.Bind(2, text);

        Assert.Equal(1, insert.Run());

        Assert.Equal(text is null ? DBNull.Value : text, Execute("SELECT text FROM t WHERE id = 7"));
    }

    [Fact]
    public void Run_TextLongerThanTheStackTakes_IsReadBackWhole()
    {
        var text = string.Concat(Enumerable.Repeat("ü", 5_000));
        using var insert = Insert();
        insert.Bind(1, 7);
        insert.Bind(2, text);
        insert.Run();

        Assert.Equal(text, Execute("SELECT text FROM t"));
    }

    [Fact]
    public void Run_ValuesThatStayAndChange_HasThoseOfEach()
    {
        using var insert = new SqliteStatement(_connection, "INSERT INTO t (text) VALUES (?)");
        Action[] values =
        [
            () => insert.Bind(1, "a"), () => insert.Bind(1, "a"), () => insert.Bind(1, 7), () => insert.Bind(1, 7), () => insert.Bind(1, (long?)null),
            () => insert.Bind(1, (string?)null), () => insert.Bind(1, 0), () => insert.BindText(1, "b"u8), () => insert.Bind(1, "a"), () => insert.Bind(1, 7),
            () => insert.BindText(1, "c"u8), () => insert.Bind(1, (string?)null), () => insert.Bind(1, ""),
        ];
        foreach (var set in values)
        {
            set();
            insert.Run();
        }

        // What was not set again keeps its value.
        insert.Run();
        Assert.Equal("a,a,7,7,-,-,0,b,a,7,c,-,,", Execute("SELECT group_concat(coalesce(text, '-')) FROM (SELECT * FROM t ORDER BY id)"));
    }

    [Fact]
    public void Run_Twice_HasTheValuesOfEach()
    {
        using var insert = Insert();
        insert.Bind(1, 1);
        insert.BindText(2, "one"u8);
        insert.Run();
        insert.Bind(1, 2);
        insert.Bind(2, (string?)null);
        insert.Run();

        Assert.Equal("1:one,2:none", Execute("SELECT group_concat(id || ':' || coalesce(text, 'none')) FROM (SELECT * FROM t ORDER BY id)"));
    }

    [Fact]
    public void BindText_Empty_IsTheEmptyTextAndNotNull()
    {
        using var insert = Insert();
        insert.Bind(1, 7);
        insert.BindText(2, default);
        insert.Run();

        Assert.Equal("", Execute("SELECT text FROM t"));
    }

    [Fact]
    public void Run_AgainstAConstraint_ThrowsAndCanBeRunAgain()
    {
        using var insert = Insert();
        insert.Bind(1, 1);
        insert.Run();

        var failure = Assert.Throws<SqliteException>(() => insert.Run());

        Assert.Equal(19, failure.SqliteErrorCode);
        insert.Bind(1, 2);
        Assert.Equal(1, insert.Run());
    }

    [Fact]
    public void Constructor_WrongSql_Throws() =>
        Assert.Throws<SqliteException>(() => new SqliteStatement(_connection, "INSERT INTO nowhere VALUES (?)"));

    private SqliteStatement Insert() => new(_connection, "INSERT INTO t (id, text) VALUES (?, ?)");

    private object? Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
