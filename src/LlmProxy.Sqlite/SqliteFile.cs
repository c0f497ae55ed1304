using LlmProxy.Storage;
using LlmProxy.Storage.Settings;
using Microsoft.Data.Sqlite;

namespace LlmProxy.Sqlite;

/// <summary>The database's file in its folder, held by one process at a time.</summary>
/// <remarks>
/// SQLite itself would let two processes in; but limits, budgets and keys are kept in memory, and two gateways that each hold
/// their own would overwrite each other's.
/// </remarks>
internal sealed class SqliteFile : IDisposable
{
    private const string Name = "llmproxy.db";

    private readonly string _folder;
    private readonly string _lockPath;
    private FileStream? _lock;

    public SqliteFile(StorageOptions options)
    {
        _folder = System.IO.Path.GetFullPath(options.Path);
        Path = System.IO.Path.Combine(_folder, Name);
        _lockPath = System.IO.Path.Combine(_folder, "llmproxy.lock");
        ReaderString = new SqliteConnectionStringBuilder
        {
            DataSource = Path, Mode = SqliteOpenMode.ReadOnly, Pooling = true, DefaultTimeout = 5,
        }.ToString();
    }

    /// <summary>Where the database is.</summary>
    public string Path { get; }

    /// <summary>What connections that only read are opened with.</summary>
    public string ReaderString { get; }

    /// <summary>Whether the file is there.</summary>
    public bool Exists => File.Exists(Path);

    /// <summary>Whether it is certain that there is no file: its folder can be looked into, or is not there itself.</summary>
    public bool IsMissing
    {
        get
        {
            try
            {
                File.GetAttributes(Path);
                return false;
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                return true;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }

    /// <summary>How many bytes the database takes, with what is not merged into it yet.</summary>
    public long Bytes => Length(Path) + Length(Path + "-wal");

    /// <summary>Opens the one connection that writes; makes folder and file where there are none.</summary>
    /// <exception cref="StorageRefusedException">It is another process's, of a newer version, or damaged.</exception>
    public SqliteConnection OpenWriter()
    {
        _ = NativeSqlite.IsSystems;
        MakeFolder();
        Lock();
        MakeFile();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false, DefaultTimeout = 5,
        }.ToString());
        try
        {
            connection.Open();
            // auto_vacuum counts only before the first table. FULL: a commit is on disk when it returns, power cut included.
            using var command = connection.CreateCommand();
            command.CommandText =
                "PRAGMA busy_timeout = 5000; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; "
                + "PRAGMA journal_size_limit = 67108864; PRAGMA temp_store = MEMORY";
            command.ExecuteNonQuery();
            SqliteSchema.Migrate(connection, Path);
            return connection;
        }
        catch (SqliteException e) when (SqliteFailure.IsDamaged(e))
        {
            connection.Dispose();
            throw new StorageRefusedException(
                $"'{Path}' is damaged, or no database: {e.Message} Put a backup in its place, or move it away to begin anew.", e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Lets another process in. Nobody may be using the database any more.</summary>
    public void Dispose()
    {
        using (var readers = new SqliteConnection(ReaderString))
            SqliteConnection.ClearPool(readers);
        _lock?.Dispose();
        _lock = null;
    }

    private static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    /// <summary>Records tell who asked what when, so that nobody else may read them.</summary>
    private void MakeFolder()
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(_folder);
        else if (!Directory.Exists(_folder))
            Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private void MakeFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite | FileShare.Delete };
        // SQLite gives its other files the same rights.
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (!Exists)
            new FileStream(Path, options).Dispose();
    }

    private void Lock()
    {
        if (_lock is not null && File.Exists(_lockPath))
            return;
        _lock?.Dispose();
        _lock = null;
        try
        {
            _lock = new FileStream(_lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (IsHeld(e))
        {
            throw new StorageRefusedException(
                $"Another gateway uses '{_folder}'. Stop it, or name another folder in LlmProxy:Storage:Path; two gateways cannot share one.", e);
        }
    }

    // EWOULDBLOCK of Linux and macOS, and ERROR_SHARING_VIOLATION.
    private static bool IsHeld(IOException failure) => failure.HResult is 11 or 35 or unchecked((int)0x80070020);
}
