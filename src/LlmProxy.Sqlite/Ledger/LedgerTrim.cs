namespace LlmProxy.Sqlite.Ledger;

/// <summary>Removes the oldest records, a few in each transaction, so that new ones are never kept waiting for long; and gives their space back.</summary>
internal static class LedgerTrim
{
    /// <summary>Most records that one transaction removes.</summary>
    public const int BatchSize = 1_000;

    private const string Old = "SELECT seq FROM ledger WHERE time < $before ORDER BY time LIMIT 1000";

    // Rows are numbered as they come and removed from the front, so that the first and last number tell how many there are.
    private const string TooMany =
        "SELECT seq FROM ledger WHERE seq <= (SELECT max(seq) FROM ledger) - $most ORDER BY seq LIMIT 1000";

    /// <summary>Removes some that are older than a time (see <see cref="LedgerTime"/>).</summary>
    public static int RemoveOld(SqliteSession session, long before) => Remove(session, Old, "$before", before);

    /// <summary>Removes some where there are more than a number.</summary>
    public static int RemoveTooMany(SqliteSession session, long most) => Remove(session, TooMany, "$most", most);

    private static int Remove(SqliteSession session, string which, string name, long value)
    {
        var tags = session.Command($"DELETE FROM ledger_tag WHERE seq IN ({which})", name);
        tags.Parameters[0].Value = value;
        tags.ExecuteNonQuery();
        var records = session.Command($"DELETE FROM ledger WHERE seq IN ({which})", name);
        records.Parameters[0].Value = value;
        var removed = records.ExecuteNonQuery();
        if (removed > 0)
            GiveBack(session);
        return removed;
    }

    /// <summary>Shortens the file by the pages that are free; it does so page by page as it is read.</summary>
    private static void GiveBack(SqliteSession session)
    {
        using var reader = session.Command("PRAGMA incremental_vacuum(1000)").ExecuteReader();
        while (reader.Read())
        {
        }
    }
}
