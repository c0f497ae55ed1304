namespace LlmProxy.Metering.Ledger.Settings;

/// <summary>How the record of each request is kept.</summary>
public sealed class LedgerOptions
{
    /// <summary>When a record is on disk. Default <see cref="LedgerDurability.Batched"/>.</summary>
    public LedgerDurability Durability { get; init; }
}
