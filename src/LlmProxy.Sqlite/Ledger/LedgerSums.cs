using System.Diagnostics;
using System.Globalization;
using LlmProxy.Metering.Ledger;
using Microsoft.Data.Sqlite;

namespace LlmProxy.Sqlite.Ledger;

/// <summary>Adds records up, in the database.</summary>
internal static class LedgerSums
{
    // A sum of integers that passes 2^63 fails the whole question, and providers may report what they like. So dollars, billionths of them, and
    // billionths of those are summed apart: each is below 10^9 in a record, so that 9 billion records can be summed exactly.
    private const string Dollars = "coalesce(sum(l.cost_nano / 1000000000), 0)";
    private const string Nano = "coalesce(sum(l.cost_nano % 1000000000), 0)";
    private const string Atto = "coalesce(sum(l.cost_atto), 0)";

    // What is over a billion in a small part belongs to the next larger one; so that the order is that of the amounts, exactly.
    private const string Carried = $"({Nano} + {Atto} / 1000000000)";
    private const string Order =
        $" ORDER BY {Dollars} + {Carried} / 1000000000 DESC, {Carried} % 1000000000 DESC, {Atto} % 1000000000 DESC, count(*) DESC, 1 LIMIT $limit";

    /// <summary>The sums of <paramref name="query"/>, the dearest first.</summary>
    public static IReadOnlyList<CostSum> Run(SqliteConnection connection, LedgerQuery query, CostGrouping grouping, int limit)
    {
        var by = Column(grouping);
        var head = $"SELECT {by}, count(*), coalesce(sum(l.cost_nano IS NULL), 0), coalesce(sum(l.is_estimated), 0), "
            + "coalesce(sum(l.outcome <> 'completed'), 0), "
            + $"{Tokens("input_tokens")}, {Tokens("cached_input_tokens")}, {Tokens("output_tokens")}, {Tokens("reasoning_tokens")}, {Dollars}, {Nano}, {Atto}, "
            + "coalesce(sum(l.saved_nano / 1000000000), 0), coalesce(sum(l.saved_nano % 1000000000), 0), coalesce(sum(l.saved_atto), 0) FROM ledger l"
            + (grouping == CostGrouping.Tag ? " LEFT JOIN ledger_tag t ON t.seq = l.seq" : "");
        var tail = grouping == CostGrouping.None ? "" : $" GROUP BY {by}{Order}";
        using var command = new LedgerWhere(query).Command(connection, head, tail);
        if (grouping != CostGrouping.None)
            command.Parameters.AddWithValue("$limit", limit);
        using var reader = command.ExecuteReader();
        var sums = new List<CostSum>();
        while (reader.Read())
            sums.Add(Read(reader, grouping));
        return sums;
    }

    /// <summary>Floating point, which is exact up to 2^53 tokens, and ends at the largest integer instead of failing.</summary>
    private static string Tokens(string column) => $"CAST(total(l.{column}) AS INTEGER)";

    private static string Column(CostGrouping grouping) => grouping switch
    {
        CostGrouping.None => "NULL",
        CostGrouping.Model => "l.model_used",
        CostGrouping.User => "l.user",
        CostGrouping.Tenant => "l.tenant",
        CostGrouping.Key => "l.key_id",
        CostGrouping.Tag => "t.tag",
        CostGrouping.Day => string.Create(CultureInfo.InvariantCulture, $"l.time / {LedgerTime.Day}"),
        CostGrouping.Hour => string.Create(CultureInfo.InvariantCulture, $"l.time / {LedgerTime.Hour}"),
        _ => throw new UnreachableException($"Costs cannot be summed up by {grouping}."),
    };

    private static CostSum Read(SqliteDataReader row, CostGrouping grouping) => new()
    {
        Group = row.IsDBNull(0) ? null : grouping switch
        {
            CostGrouping.Day => CostGroups.Day(LedgerTime.Time(row.GetInt64(0) * LedgerTime.Day)),
            CostGrouping.Hour => CostGroups.Hour(LedgerTime.Time(row.GetInt64(0) * LedgerTime.Hour)),
            _ => row.GetString(0),
        },
        Requests = row.GetInt64(1),
        UnknownCost = row.GetInt64(2),
        Estimated = row.GetInt64(3),
        Failed = row.GetInt64(4),
        InputTokens = row.GetInt64(5),
        CachedInputTokens = row.GetInt64(6),
        OutputTokens = row.GetInt64(7),
        ReasoningTokens = row.GetInt64(8),
        Cost = row.GetInt64(9) + new Money(row.GetInt64(10), row.GetInt64(11)).ToDollars(),
        Saved = row.GetInt64(12) + new Money(row.GetInt64(13), row.GetInt64(14)).ToDollars(),
    };
}
