using LlmProxy.Sqlite;
using Microsoft.Data.Sqlite;

namespace LlmProxy.FunctionalTests.Ledger;

/// <summary>A folder for a gateway's records, looked at past the gateway: what is seen here would be there after a crash.</summary>
internal sealed class LedgerFile : IDisposable
{
    /// <summary>The folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("llmproxy-ledger-").FullName;

    /// <summary>The setting that names it.</summary>
    public string Setting => "--LlmProxy:Storage:Path=" + Folder;

    /// <summary>The ids of all records.</summary>
    public HashSet<string> Ids() => [.. Query("SELECT id FROM ledger")];

    /// <summary>The first column of what a question finds, as text.</summary>
    public List<string> Query(string sql)
    {
        _ = NativeSqlite.IsSystems;
        using var connection = new SqliteConnection($"Data Source={Path.Combine(Folder, "llmproxy.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var found = new List<string>();
        while (reader.Read())
            found.Add(reader.GetValue(0).ToString()!);
        return found;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
