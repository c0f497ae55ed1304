using System.Globalization;
using LlmProxy.Storage;
using Microsoft.Data.Sqlite;

namespace LlmProxy.Sqlite;

/// <summary>Brings a database to the form that this program knows, one version after another. The file says which it has in <c>user_version</c>.</summary>
internal static class SqliteSchema
{
    /// <summary>The version that this program writes.</summary>
    public static int Version => Migrations.Length;

    // What has shipped is never changed; the next change of the form is one more entry.
    private static readonly string[] Migrations =
    [
        """
        CREATE TABLE ledger (
            seq INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            kind INTEGER NOT NULL,
            time INTEGER NOT NULL,
            tenant TEXT,
            user TEXT,
            key_id TEXT,
            caller_request_id TEXT,
            route TEXT NOT NULL,
            endpoint TEXT NOT NULL,
            model_asked TEXT,
            model_used TEXT,
            provider TEXT,
            cluster TEXT,
            attempts INTEGER NOT NULL,
            input_tokens INTEGER,
            cached_input_tokens INTEGER,
            cache_write_tokens INTEGER,
            cache_write_long_tokens INTEGER,
            input_audio_tokens INTEGER,
            output_tokens INTEGER,
            reasoning_tokens INTEGER,
            output_audio_tokens INTEGER,
            is_estimated INTEGER NOT NULL,
            cost TEXT,
            cost_nano INTEGER,
            cost_atto INTEGER,
            saved TEXT,
            saved_nano INTEGER,
            saved_atto INTEGER,
            charges TEXT,
            outcome TEXT NOT NULL,
            status INTEGER NOT NULL,
            error TEXT,
            stream INTEGER NOT NULL,
            duration INTEGER NOT NULL,
            first_token INTEGER,
            cache TEXT,
            guardrails TEXT,
            prompt TEXT,
            tags TEXT
        );
        CREATE INDEX ledger_by_time ON ledger (time);
        CREATE INDEX ledger_by_model ON ledger (model_used, time);
        CREATE INDEX ledger_by_tenant ON ledger (tenant, time) WHERE tenant IS NOT NULL;
        CREATE INDEX ledger_by_user ON ledger (user, time) WHERE user IS NOT NULL;
        CREATE INDEX ledger_by_key ON ledger (key_id, time) WHERE key_id IS NOT NULL;
        CREATE TABLE ledger_tag (
            seq INTEGER NOT NULL,
            tag TEXT NOT NULL,
            PRIMARY KEY (seq, tag)
        ) WITHOUT ROWID;
        CREATE INDEX ledger_tag_by_tag ON ledger_tag (tag, seq);
        CREATE TABLE state (
            collection TEXT NOT NULL,
            key TEXT NOT NULL,
            document BLOB NOT NULL,
            PRIMARY KEY (collection, key)
        ) WITHOUT ROWID;
        """,

        // The charge that nearly all records have says what their row says, so that two columns tell the rest of it.
        """
        ALTER TABLE ledger ADD COLUMN price_version TEXT;
        ALTER TABLE ledger ADD COLUMN service_tier TEXT;
        """,

        // With indexes for every question a record took longer to write than to be made. Questions name a time or a tenant, and those that do not can wait.
        // There was a program whose version 2 was both steps in one: its databases have these indexes no more.
        """
        DROP INDEX IF EXISTS ledger_by_model;
        DROP INDEX IF EXISTS ledger_by_user;
        DROP INDEX IF EXISTS ledger_by_key;
        """,
    ];

    /// <summary>Brings the database up to <see cref="Version"/>.</summary>
    /// <exception cref="StorageRefusedException">It is newer than this program.</exception>
    public static void Migrate(SqliteConnection connection, string path)
    {
        var version = Convert.ToInt32(Scalar(connection, "PRAGMA user_version"), CultureInfo.InvariantCulture);
        if (version > Version)
        {
            throw new StorageRefusedException(
                $"'{path}' has schema version {version}, this program knows versions up to {Version}: it was written by a newer one. "
                + "Run that one, or name another folder in LlmProxy:Storage:Path.");
        }

        if (version == Version)
            return;
        // Some builds of SQLite overwrite what is deleted: each page of an index that goes would pass through the log, gigabytes of a large ledger.
        var isSecure = Convert.ToInt32(Scalar(connection, "PRAGMA secure_delete"), CultureInfo.InvariantCulture);
        Scalar(connection, "PRAGMA secure_delete = 0");
        for (; version < Version; version++)
        {
            using var transaction = connection.BeginTransaction();
            Run(connection, Migrations[version], transaction);
            Run(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {version + 1}"), transaction);
            transaction.Commit();
        }

        Scalar(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA secure_delete = {SecureDelete(isSecure)}"));
    }

    // It answers with a number, and takes the third by its name alone.
    private static string SecureDelete(int mode) => mode switch { 0 => "OFF", 2 => "FAST", _ => "ON" };

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static void Run(SqliteConnection connection, string sql, SqliteTransaction transaction)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
