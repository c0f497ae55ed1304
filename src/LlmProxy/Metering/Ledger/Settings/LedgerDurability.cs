namespace LlmProxy.Metering.Ledger.Settings;

/// <summary>When the record of a request is on disk.</summary>
public enum LedgerDurability
{
    /// <summary>Soon after the request has ended; a crash may lose the records of the last interval.</summary>
    Batched,

    /// <summary>Before the client has the end of its answer.</summary>
    Strict,
}
