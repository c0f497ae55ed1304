namespace LlmProxy.Metering.Ledger;

/// <summary>Takes the records of requests and writes them behind those.</summary>
public interface ILedger
{
    /// <summary>Hands a record over; returns at once, and never throws for a store that is away.</summary>
    /// <returns>Ends when the record is on disk, or faults when it could not be written; nobody need wait.</returns>
    Task AppendAsync(LedgerRecord record);
}
