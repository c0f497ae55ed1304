using LlmProxy.Metering.Ledger;

namespace LlmProxy.Tests.Metering.Charges;

/// <summary>Keeps the records that it is handed.</summary>
internal sealed class ListLedger : ILedger
{
    public List<LedgerRecord> Records { get; } = [];

    public Exception? Failure { get; set; }

    /// <summary>What those wait for who want a record on disk.</summary>
    public Task Written { get; set; } = Task.CompletedTask;

    public Task AppendAsync(LedgerRecord record)
    {
        if (Failure is not null)
            throw Failure;
        lock (Records)
            Records.Add(record);
        return Written;
    }
}
