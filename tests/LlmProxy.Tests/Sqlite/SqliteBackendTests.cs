using System.Text;
using LlmProxy.Core.Protocols;
using LlmProxy.Health.Degradation;
using LlmProxy.Metering.Ledger;
using LlmProxy.Sqlite;
using LlmProxy.Storage.Settings;
using LlmProxy.Storage;
using LlmProxy.Tests.Metering.Ledger;
using Microsoft.Data.Sqlite;

namespace LlmProxy.Tests.Sqlite;

public sealed class SqliteBackendTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.DisposeAsync().AsTask().GetAwaiter().GetResult();

    [Fact]
    public void Open_NoFolder_MakesOneThatOthersCannotRead()
    {
        _database.Open();
        Assert.True(File.Exists(_database.File));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_database.File));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_database.Folder));
        }
    }

    [Fact]
    public void Open_Always_IsDurableAtEachCommit()
    {
        _database.Open();
        using var connection = Connect();
        Assert.Equal("wal", Scalar(connection, "PRAGMA journal_mode"));
        Assert.Equal(2L, Scalar(connection, "PRAGMA auto_vacuum"));
        Assert.Equal((long)SqliteSchema.Version, Scalar(connection, "PRAGMA user_version"));
    }

    [Fact]
    public async Task Open_AnotherGatewayHasIt_IsRefusedAndSaysWhatToDo()
    {
        _database.Open();
        await using var second = _database.Create();
        var refused = Assert.Throws<StorageRefusedException>(() => second.Open(new StorageOptions { Path = _database.Folder }));
        Assert.Contains("Another gateway uses", refused.Message, StringComparison.Ordinal);
        Assert.Contains("LlmProxy:Storage:Path", refused.Message, StringComparison.Ordinal);
        // The first one goes on.
        await _database.Backend.Ledger.AppendAsync([LedgerRecords.Plain(1)], CancellationToken.None);
    }

    [Fact]
    public async Task Open_OfTheFirstVersion_KeepsItsRecordsAndTakesNewOnes()
    {
        var charge = new Charge("up", "gpt-4o", new TokenUsage { InputTokens = 1, OutputTokens = 2 }, false, 0.5m, "v1");
        var record = LedgerRecords.Plain(1, 0.5m) with { Cluster = "up", ModelUsed = "gpt-4o", Usage = charge.Usage, Charges = [charge] };
        _database.Open();
        await _database.Backend.Ledger.AppendAsync([LedgerRecords.Plain(1)], CancellationToken.None);
        await _database.Backend.DisposeAsync();
        using (var connection = Connect())
        {
            MakeFirstVersion(connection);
            Execute(connection, """UPDATE ledger SET charges = '[{"cluster":"c","usage":{"input_tokens":3},"is_estimated":false}]'""");
        }

        await _database.RestartAsync();
        await _database.Backend.Ledger.AppendAsync([record with { Id = LedgerRecords.Plain(2).Id, Time = LedgerRecords.Plain(2).Time }], CancellationToken.None);

        var read = new List<LedgerRecord>();
        await foreach (var one in _database.Backend.Ledger.ReadAsync(new(), CancellationToken.None))
            read.Add(one);
        Assert.Equal(3, Assert.Single(read[0].Charges).Usage.InputTokens);
        Assert.Equal(charge, Assert.Single(read[1].Charges));
        using var upgraded = Connect();
        Assert.Equal((long)SqliteSchema.Version, Scalar(upgraded, "PRAGMA user_version"));
        Assert.Equal(
            "ledger_by_tenant,ledger_by_time",
            Scalar(upgraded, "SELECT group_concat(name) FROM (SELECT name FROM sqlite_schema WHERE type = 'index' AND name LIKE 'ledger_by_%' ORDER BY name)"));
    }

    [Fact]
    public async Task Open_OfTheFirstVersionAndLarge_WritesLittle()
    {
        _database.Open();
        await _database.Backend.Ledger.AppendAsync([.. Enumerable.Range(0, 5_000).Select(LedgerRecords.Full)], CancellationToken.None);
        await _database.Backend.DisposeAsync();
        long pages;
        using (var connection = Connect())
        {
            var before = (long)Scalar(connection, "PRAGMA page_count")!;
            MakeFirstVersion(connection);
            pages = (long)Scalar(connection, "PRAGMA page_count")! - before;
        }

        await _database.RestartAsync();

        // Three indexes of 5,000 records take at least 20 bytes for each: 73 pages of 4 KiB. A few tell that the rest is free.
        Assert.InRange(pages, 73, 1_000);
        Assert.InRange(new FileInfo(_database.File + "-wal").Length, 1, pages * 4_096 / 2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Migrate_FirstVersion_LeavesAloneHowDeletedDataIsTreated(int mode)
    {
        _database.Open();
        using var connection = Connect();
        MakeFirstVersion(connection);
        Scalar(connection, "PRAGMA secure_delete = " + (mode switch { 0 => "OFF", 1 => "ON", _ => "FAST" }));

        SqliteSchema.Migrate(connection, _database.File);

        Assert.Equal((long)mode, Scalar(connection, "PRAGMA secure_delete"));
    }

    [Fact]
    public void Migrate_SecondVersionThatDroppedIndexes_IsTheThird()
    {
        _database.Open();
        using var connection = Connect();
        Execute(connection, "PRAGMA user_version = 2");

        SqliteSchema.Migrate(connection, _database.File);

        Assert.Equal(3L, Scalar(connection, "PRAGMA user_version"));
    }

    [Fact]
    public async Task Open_OfANewerProgram_IsRefused()
    {
        _database.Open();
        await _database.Backend.DisposeAsync();
        using (var connection = Connect())
            Execute(connection, "PRAGMA user_version = 99");
        var refused = await Assert.ThrowsAsync<StorageRefusedException>(_database.RestartAsync);
        Assert.Contains("schema version 99", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NoDatabase_IsRefusedAndLeftAsItIs()
    {
        Directory.CreateDirectory(_database.Folder);
        File.WriteAllText(_database.File, new string('x', 5_000));
        var refused = Assert.Throws<StorageRefusedException>(() => _database.Open());
        Assert.Contains("is damaged, or no database", refused.Message, StringComparison.Ordinal);
        Assert.Equal(new string('x', 5_000), File.ReadAllText(_database.File));
    }

    [Fact]
    public async Task Open_FolderCannotBeMade_DegradesAndRecovers()
    {
        // A file stands where the folder should be.
        await File.WriteAllTextAsync(_database.Folder, "");
        _database.Open();
        var guard = _database.Degradations.Get(ComponentNames.Storage);
        Assert.Equal("cannot_open", guard.Current?.Reason);
        Assert.Equal("cannot_open", _database.Backend.Describe()["failure"]);
        _database.Backend.State.Put("keys", "k", Encoding.UTF8.GetBytes("v"));
        await Assert.ThrowsAsync<StorageException>(() => _database.Backend.State.FlushAsync());
        await Assert.ThrowsAsync<StorageException>(async () => await _database.Backend.State.LoadAsync("keys"));

        File.Delete(_database.Folder);
        await _database.Backend.State.FlushAsync();
        Assert.Single(await _database.Backend.State.LoadAsync("keys"));
        Assert.Null(guard.Current);
        Assert.False(_database.Backend.Describe().ContainsKey("failure"));
    }

    [Fact]
    public async Task AppendAsync_RefusedWhileItRuns_IsAwayAndRecovers()
    {
        await File.WriteAllTextAsync(_database.Folder, "");
        _database.Open();
        File.Delete(_database.Folder);
        Directory.CreateDirectory(_database.Folder);
        await File.WriteAllTextAsync(_database.File, new string('x', 5_000));

        // Not as at the start: what is to be written waits for a better database.
        var away = await Assert.ThrowsAsync<StorageException>(async () => await _database.Backend.Ledger.AppendAsync([LedgerRecords.Plain(1)], CancellationToken.None));
        Assert.Equal("refused", away.Reason);
        Assert.Equal("refused", _database.Backend.Describe()["failure"]);

        File.Delete(_database.File);
        await _database.Backend.Ledger.AppendAsync([LedgerRecords.Plain(1)], CancellationToken.None);
        Assert.False(_database.Backend.Describe().ContainsKey("failure"));
    }

    [Fact]
    public async Task LoadAsync_DiskCannotBeWritten_GivesWhatItHasAndWhatWaits()
    {
        _database.Open();
        var state = _database.Backend.State;
        state.Put("a", "1", "one"u8.ToArray());
        state.Put("a", "2", "old"u8.ToArray());
        state.Put("a", "3", "gone"u8.ToArray());
        await state.FlushAsync();
        using (var connection = Connect())
        {
            // No write passes this, as on a full disk.
            Execute(connection, "CREATE TRIGGER full BEFORE INSERT ON state BEGIN SELECT RAISE(ABORT, 'full'); END");
            state.Put("a", "2", "new"u8.ToArray());
            state.Put("b", "1", "other"u8.ToArray());
            state.Delete("a", "3");
            await Assert.ThrowsAnyAsync<IOException>(() => state.FlushAsync());

            Assert.Equal(["1=one", "2=new"], await Load("a"));
            Assert.Equal(["1=other"], await Load("b"));
            Execute(connection, "DROP TRIGGER full");
        }

        await state.FlushAsync();
        Assert.Equal(["1=one", "2=new"], await Load("a"));
    }

    [Fact]
    public async Task AppendAsync_FileWasDeleted_MakesANewOne()
    {
        _database.Open();
        await _database.Backend.Ledger.AppendAsync([LedgerRecords.Plain(1)], CancellationToken.None);
        foreach (var file in Directory.GetFiles(_database.Folder, "llmproxy.db*"))
            File.Delete(file);
        await _database.Backend.Ledger.AppendAsync([LedgerRecords.Plain(2)], CancellationToken.None);
        Assert.True(File.Exists(_database.File));
        Assert.Single(_database.Log.Entries, entry => entry.Id.Id == 452);
        using var connection = Connect();
        Assert.Equal(1L, Scalar(connection, "SELECT count(*) FROM ledger"));
    }

    [Fact]
    public async Task LoadAsync_PutAndDeleted_GivesTheLastWordInOrder()
    {
        _database.Open();
        var state = _database.Backend.State;
        state.Put("a", "2", "old"u8.ToArray());
        state.Put("a", "1", "one"u8.ToArray());
        state.Put("b", "1", "other"u8.ToArray());
        state.Put("a", "2", "new"u8.ToArray());
        state.Put("a", "3", "gone"u8.ToArray());
        state.Delete("a", "3");
        Assert.Equal(["1=one", "2=new"], await Load("a"));
        state.Delete("a", "1");
        await _database.RestartAsync();
        Assert.Equal(["2=new"], await Load("a"));
    }

    [Fact]
    public async Task Trim_ManyRecords_GivesSpaceBack()
    {
        _database.Open();
        var ledger = _database.Backend.Ledger;
        await ledger.AppendAsync([.. Enumerable.Range(0, 5_000).Select(LedgerRecords.Full)], CancellationToken.None);
        Assert.Equal(5_000, await ledger.TrimAsync(DateTimeOffset.MaxValue, null, CancellationToken.None));
        using var connection = Connect();
        Assert.Equal(0L, Scalar(connection, "SELECT count(*) FROM ledger_tag"));
        Assert.Equal(0L, Scalar(connection, "PRAGMA freelist_count"));
    }

    private async Task<string[]> Load(string collection) =>
        [.. (await _database.Backend.State.LoadAsync(collection)).Select(document => $"{document.Key}={Encoding.UTF8.GetString(document.Content.Span)}")];

    private static void MakeFirstVersion(SqliteConnection connection)
    {
        Execute(connection, "ALTER TABLE ledger DROP COLUMN price_version");
        Execute(connection, "ALTER TABLE ledger DROP COLUMN service_tier");
        Execute(connection, "CREATE INDEX ledger_by_model ON ledger (model_used, time)");
        Execute(connection, "CREATE INDEX ledger_by_user ON ledger (user, time) WHERE user IS NOT NULL");
        Execute(connection, "CREATE INDEX ledger_by_key ON ledger (key_id, time) WHERE key_id IS NOT NULL");
        Execute(connection, "PRAGMA user_version = 1");
    }

    private SqliteConnection Connect()
    {
        _ = NativeSqlite.IsSystems;
        var connection = new SqliteConnection($"Data Source={_database.File};Pooling=False");
        connection.Open();
        return connection;
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static void Execute(SqliteConnection connection, string sql) => Scalar(connection, sql);
}
