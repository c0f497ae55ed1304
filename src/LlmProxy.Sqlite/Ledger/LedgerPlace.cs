namespace LlmProxy.Sqlite.Ledger;

/// <summary>Where a record stands in the order of times; two of the same time in the order in which they came.</summary>
/// <param name="Time">See <see cref="LedgerTime"/>.</param>
/// <param name="Seq">The row's number.</param>
internal readonly record struct LedgerPlace(long Time, long Seq)
{
    /// <summary>Before all records.</summary>
    public static LedgerPlace Start { get; } = new(long.MinValue, long.MinValue);
}
