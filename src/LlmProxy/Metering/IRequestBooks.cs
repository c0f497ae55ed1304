using LlmProxy.Exchange;

namespace LlmProxy.Metering;

/// <summary>Closes the books on a request: counts what it used, prices that, hands the record to the ledger and settles its limits.</summary>
internal interface IRequestBooks
{
    /// <summary>Books a request as it stands. The first call does it; every later one gives the same task.</summary>
    /// <returns>Ends when the record is on disk; faults when it could not be written. Only a strict ledger waits for it.</returns>
    Task BookAsync(LlmExchange exchange);
}
