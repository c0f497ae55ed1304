using System.ComponentModel.DataAnnotations;

namespace LlmProxy.Metering.Ledger.Settings;

/// <summary>How the record of each request is kept.</summary>
public sealed class LedgerOptions
{
    /// <summary>When a record is on disk. Default <see cref="LedgerDurability.Batched"/>.</summary>
    public LedgerDurability Durability { get; init; }

    /// <summary>Longest that a record waits in memory while <see cref="Durability"/> is batched: what a crash may lose. 10 ms to 1 min; default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan FlushInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Most records that wait for a store which is away, about 1 KiB each. 1,000 to 10,000,000; default 100,000. Beyond it the oldest
    /// are dropped, counted in <c>llmproxy.storage.dropped</c>.
    /// </summary>
    [Range(1_000, 10_000_000)]
    public int MaxQueuedRecords { get; init; } = 100_000;

    /// <summary>How long records are kept. 1 h to 10,000 days; default 400 days, which is a year and the time to close its books.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "10000.00:00:00")]
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(400);

    /// <summary>Most records that are kept, about 600 bytes each on disk. 1,000 to 10,000,000,000; default 10,000,000. Beyond it the oldest go.</summary>
    [Range(1_000, 10_000_000_000)]
    public long MaxRecords { get; init; } = 10_000_000;

    /// <summary>
    /// While <see cref="Durability"/> is strict: how long a stream is still read from the event that finishes it to its end, for the
    /// usage that comes after, before its record is made without that. 0 s to 30 s; default 2 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:30")]
    public TimeSpan MaxHold { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>While <see cref="Durability"/> is strict: how long the end of an answer waits for its record. 10 ms to 1 min; default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan StrictTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>While <see cref="Durability"/> is strict: what becomes of an answer whose record cannot be written. Default <see cref="StoreFailureAction.Refuse"/>.</summary>
    public StoreFailureAction OnStoreFailure { get; init; }
}
