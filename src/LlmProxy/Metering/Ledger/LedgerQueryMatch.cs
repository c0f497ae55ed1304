namespace LlmProxy.Metering.Ledger;

/// <summary>Whether a record is wanted.</summary>
internal static class LedgerQueryMatch
{
    /// <summary>Whether <paramref name="query"/> wants <paramref name="record"/>.</summary>
    public static bool Wants(this LedgerQuery query, LedgerRecord record) =>
        (query.From is not { } from || record.Time >= from)
        && (query.To is not { } to || record.Time < to)
        && Is(query.Id, record.Id)
        && Is(query.Tenant, record.Tenant)
        && Is(query.User, record.User)
        && Is(query.KeyId, record.KeyId)
        && Is(query.Model, record.ModelUsed)
        && Is(query.Route, record.Route)
        && (query.Tag is not { } tag || record.Tags.Contains(tag, StringComparer.Ordinal))
        && (query.Kind is not { } kind || record.Kind == kind);

    private static bool Is(string? wanted, string? value) => wanted is null || wanted.Equals(value, StringComparison.Ordinal);
}
