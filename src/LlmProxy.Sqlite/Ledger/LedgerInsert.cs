using LlmProxy.Metering.Ledger;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LlmProxy.Sqlite.Ledger;

/// <summary>Writes records. One whose id is there already is left as it is.</summary>
internal static class LedgerInsert
{
    private static readonly string[] Columns =
    [
        "id", "kind", "time", "tenant", "user", "key_id", "caller_request_id", "route", "endpoint", "model_asked", "model_used", "provider", "cluster",
        "attempts", "input_tokens", "cached_input_tokens", "cache_write_tokens", "cache_write_long_tokens", "input_audio_tokens", "output_tokens",
        "reasoning_tokens", "output_audio_tokens", "is_estimated", "cost", "cost_nano", "cost_atto", "saved", "saved_nano", "saved_atto", "charges",
        "outcome", "status", "error", "stream", "duration", "first_token", "cache", "guardrails", "prompt", "tags",
    ];

    private static readonly string[] Parameters = [.. Columns.Select(column => "$" + column)];

    private static readonly string Sql =
        $"INSERT INTO ledger ({string.Join(", ", Columns)}) VALUES ({string.Join(", ", Parameters)}) ON CONFLICT (id) DO NOTHING";

    /// <summary>Writes <paramref name="records"/> in the transaction that is under way.</summary>
    public static bool Run(SqliteSession session, IReadOnlyList<LedgerRecord> records)
    {
        var insert = session.Command(Sql, Parameters);
        foreach (var record in records)
        {
            Fill(insert.Parameters, record);
            if (insert.ExecuteNonQuery() > 0 && record.Tags.Count > 0)
                WriteTags(session, record);
        }

        return true;
    }

    private static void WriteTags(SqliteSession session, LedgerRecord record)
    {
        var insert = session.Command("INSERT OR IGNORE INTO ledger_tag (seq, tag) VALUES ($seq, $tag)", "$seq", "$tag");
        insert.Parameters[0].Value = raw.sqlite3_last_insert_rowid(session.Connection.Handle);
        foreach (var tag in record.Tags)
        {
            insert.Parameters[1].Value = tag;
            insert.ExecuteNonQuery();
        }
    }

    private static void Fill(SqliteParameterCollection parameters, LedgerRecord record)
    {
        var usage = record.Usage;
        var cost = Money.Of(record.Cost);
        var saved = Money.Of(record.Saved);
        ReadOnlySpan<object?> values =
        [
            record.Id, (int)record.Kind, LedgerTime.Of(record.Time), record.Tenant, record.User, record.KeyId, record.CallerRequestId, record.Route,
            record.Endpoint, record.ModelAsked, record.ModelUsed, record.Provider, record.Cluster, record.Attempts, usage.InputTokens,
            usage.CachedInputTokens, usage.CacheWriteTokens, usage.CacheWriteLongTokens, usage.InputAudioTokens, usage.OutputTokens,
            usage.ReasoningTokens, usage.OutputAudioTokens, record.IsEstimated, LedgerText.Of(record.Cost), cost?.Nano, cost?.Atto,
            LedgerText.Of(record.Saved), saved?.Nano, saved?.Atto, LedgerText.Of(record.Charges), record.Outcome, record.Status, record.Error,
            record.Stream, LedgerTime.Of(record.Duration), record.FirstToken is { } first ? LedgerTime.Of(first) : null, record.Cache,
            record.Guardrails, record.Prompt, LedgerText.Of(record.Tags),
        ];
        for (var i = 0; i < values.Length; i++)
            parameters[i].Value = values[i] ?? DBNull.Value;
    }
}
