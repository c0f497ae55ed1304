using LlmProxy.Core.Protocols;
using LlmProxy.Metering.Ledger;
using Microsoft.Data.Sqlite;

namespace LlmProxy.Sqlite.Ledger;

/// <summary>Reads records, a page at a time: between two pages nothing is held, so that a slow reader keeps nobody from cleaning up.</summary>
internal static class LedgerRows
{
    /// <summary>Most records of a page.</summary>
    public const int PageSize = 500;

    private const string Head =
        "SELECT l.seq, l.time, l.id, l.kind, l.tenant, l.user, l.key_id, l.caller_request_id, l.route, l.endpoint, l.model_asked, l.model_used, "
        + "l.provider, l.cluster, l.attempts, l.input_tokens, l.cached_input_tokens, l.cache_write_tokens, l.cache_write_long_tokens, "
        + "l.input_audio_tokens, l.output_tokens, l.reasoning_tokens, l.output_audio_tokens, l.is_estimated, l.cost, l.saved, l.charges, l.outcome, "
        + "l.status, l.error, l.stream, l.duration, l.first_token, l.cache, l.guardrails, l.prompt, l.tags, l.price_version, l.service_tier FROM ledger l";

    /// <summary>The records of <paramref name="query"/> after a place, oldest first, and the place of the last; no more than a page.</summary>
    public static (List<LedgerRecord> Records, LedgerPlace Last) Page(SqliteConnection connection, LedgerQuery query, LedgerPlace after)
    {
        var where = new LedgerWhere(query);
        where.Add("(l.time, l.seq) > ($after, $seq)", "$after", after.Time);
        where.Add("1", "$seq", after.Seq);
        using var command = where.Command(connection, Head, " ORDER BY l.time, l.seq LIMIT 500");
        using var reader = command.ExecuteReader();
        var records = new List<LedgerRecord>();
        while (reader.Read())
        {
            after = new(reader.GetInt64(1), reader.GetInt64(0));
            var record = Read(reader);
            records.Add(Text(reader, 37) is { } version ? record with { Charges = [OnlyCharge.From(record, version, Text(reader, 38))] } : record);
        }

        return (records, after);
    }

    private static LedgerRecord Read(SqliteDataReader row) => new()
    {
        Time = LedgerTime.Time(row.GetInt64(1)),
        Id = row.GetString(2),
        Kind = (LedgerKind)row.GetInt32(3),
        Tenant = Text(row, 4),
        User = Text(row, 5),
        KeyId = Text(row, 6),
        CallerRequestId = Text(row, 7),
        Route = row.GetString(8),
        Endpoint = row.GetString(9),
        ModelAsked = Text(row, 10),
        ModelUsed = Text(row, 11),
        Provider = Text(row, 12),
        Cluster = Text(row, 13),
        Attempts = row.GetInt32(14),
        Usage = Usage(row, 15),
        IsEstimated = row.GetBoolean(23),
        Cost = LedgerText.Amount(Text(row, 24)),
        Saved = LedgerText.Amount(Text(row, 25)),
        Charges = LedgerText.Charges(Text(row, 26)),
        Outcome = row.GetString(27),
        Status = row.GetInt32(28),
        Error = Text(row, 29),
        Stream = row.GetBoolean(30),
        Duration = LedgerTime.Duration(row.GetInt64(31)),
        FirstToken = Number(row, 32) is { } first ? LedgerTime.Duration(first) : null,
        Cache = Text(row, 33),
        Guardrails = Text(row, 34),
        Prompt = Text(row, 35),
        Tags = LedgerText.Tags(Text(row, 36)),
    };

    private static TokenUsage Usage(SqliteDataReader row, int first) => new()
    {
        InputTokens = Number(row, first),
        CachedInputTokens = Number(row, first + 1),
        CacheWriteTokens = Number(row, first + 2),
        CacheWriteLongTokens = Number(row, first + 3),
        InputAudioTokens = Number(row, first + 4),
        OutputTokens = Number(row, first + 5),
        ReasoningTokens = Number(row, first + 6),
        OutputAudioTokens = Number(row, first + 7),
    };

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static long? Number(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
}
