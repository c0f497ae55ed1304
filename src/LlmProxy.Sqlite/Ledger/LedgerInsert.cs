using LlmProxy.Metering.Ledger;
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
        "price_version", "service_tier",
    ];

    private static readonly string Sql =
        $"INSERT INTO ledger ({string.Join(", ", Columns)}) VALUES ({string.Join(", ", Columns.Select(_ => "?"))}) ON CONFLICT (id) DO NOTHING";

    /// <summary>Writes <paramref name="records"/> in the transaction that is under way.</summary>
    public static bool Run(SqliteSession session, IReadOnlyList<LedgerRecord> records)
    {
        var insert = session.Statement(Sql);
        foreach (var record in records)
        {
            Fill(new Row(insert), record);
            if (insert.Run() > 0 && record.Tags.Count > 0)
                WriteTags(session, record);
        }

        return true;
    }

    private static void WriteTags(SqliteSession session, LedgerRecord record)
    {
        var insert = session.Statement("INSERT OR IGNORE INTO ledger_tag (seq, tag) VALUES (?, ?)");
        insert.Bind(1, raw.sqlite3_last_insert_rowid(session.Connection.Handle));
        foreach (var tag in record.Tags)
        {
            insert.Bind(2, tag);
            insert.Run();
        }
    }

    // In the order of the columns.
    private static void Fill(Row row, LedgerRecord record)
    {
        row.Add(record.Id).Add((int)record.Kind).Add(LedgerTime.Of(record.Time)).Add(record.Tenant).Add(record.User).Add(record.KeyId);
        row.Add(record.CallerRequestId).Add(record.Route).Add(record.Endpoint).Add(record.ModelAsked).Add(record.ModelUsed);
        row.Add(record.Provider).Add(record.Cluster).Add(record.Attempts);
        var usage = record.Usage;
        row.Add(usage.InputTokens).Add(usage.CachedInputTokens).Add(usage.CacheWriteTokens).Add(usage.CacheWriteLongTokens);
        row.Add(usage.InputAudioTokens).Add(usage.OutputTokens).Add(usage.ReasoningTokens).Add(usage.OutputAudioTokens);
        row.Add(record.IsEstimated ? 1 : 0);
        AddAmount(row, record.Cost);
        AddAmount(row, record.Saved);
        var only = OnlyCharge.Of(record);
        row.AddText(only is null ? LedgerText.Of(record.Charges) : default);
        row.Add(record.Outcome).Add(record.Status).Add(record.Error).Add(record.Stream ? 1 : 0).Add(LedgerTime.Of(record.Duration));
        row.Add(record.FirstToken is { } first ? LedgerTime.Of(first) : null);
        row.Add(record.Cache).Add(record.Guardrails).Add(record.Prompt);
        row.AddText(LedgerText.Of(record.Tags));
        row.Add(only?.PriceVersion).Add(OnlyCharge.TierOf(only));
    }

    private static void AddAmount(Row row, decimal? amount)
    {
        var sums = Money.Of(amount);
        row.Add(LedgerText.Of(amount)).Add(sums?.Nano).Add(sums?.Atto);
    }

    /// <summary>Binds one parameter after the other.</summary>
    private sealed class Row(SqliteStatement statement)
    {
        private int _last;

        public Row Add(string? value)
        {
            statement.Bind(++_last, value);
            return this;
        }

        public Row Add(long? value)
        {
            statement.Bind(++_last, value);
            return this;
        }

        /// <summary>Text that is there where it is not empty.</summary>
        public void AddText(ReadOnlySpan<byte> utf8)
        {
            if (utf8.IsEmpty)
                statement.Bind(++_last, (string?)null);
            else
                statement.BindText(++_last, utf8);
        }
    }
}
