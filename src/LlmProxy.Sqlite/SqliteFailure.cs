using LlmProxy.Storage;
using Microsoft.Data.Sqlite;

namespace LlmProxy.Sqlite;

/// <summary>Tells what is behind a failure of the database.</summary>
internal static class SqliteFailure
{
    // From https://www.sqlite.org/rescode.html.
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int IoError = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int TooBig = 18;
    private const int Constraint = 19;
    private const int Mismatch = 20;
    private const int NoDatabase = 26;

    /// <summary>The failure as callers know it; <c>null</c> for what is wrong with that which is to be written, or with the program.</summary>
    public static StorageException? Of(Exception failure, string path) => failure switch
    {
        StorageException known => known,
        StorageRefusedException refused => new("refused", refused.Message, refused),
        SqliteException { SqliteErrorCode: TooBig or Constraint or Mismatch } => null,
        SqliteException { SqliteErrorCode: var code } => new(ReasonOf(code), $"'{path}': {failure.Message}", failure),
        UnauthorizedAccessException => new("no_access", $"'{path}' must not be written to: {failure.Message}", failure),
        IOException => new("cannot_open", $"'{path}': {failure.Message}", failure),
        DllNotFoundException or TypeInitializationException => new("no_library", "There is no SQLite library: install libsqlite3.", failure),
        _ => null,
    };

    /// <summary>Whether the file is no database, or one that is damaged.</summary>
    public static bool IsDamaged(SqliteException failure) => failure.SqliteErrorCode is Corrupt or NoDatabase;

    /// <summary>Whether the connection may be used again.</summary>
    public static bool LeavesConnection(Exception failure) => failure is SqliteException { SqliteErrorCode: Full or Busy or Locked or TooBig or Constraint or Mismatch };

    private static string ReasonOf(int code) => code switch
    {
        Busy or Locked => "busy",
        ReadOnly => "read_only",
        IoError => "io_error",
        Full => "disk_full",
        CannotOpen => "cannot_open",
        Corrupt or NoDatabase => "damaged",
        _ => "sqlite_error",
    };
}
