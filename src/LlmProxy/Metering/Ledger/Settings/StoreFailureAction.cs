namespace LlmProxy.Metering.Ledger.Settings;

/// <summary>What becomes of an answer whose record is not on disk in time.</summary>
public enum StoreFailureAction
{
    /// <summary>It ends in an error: no client has a complete answer without a record.</summary>
    Refuse,

    /// <summary>It is delivered; the record is written later, or lost with the process.</summary>
    Release,
}
