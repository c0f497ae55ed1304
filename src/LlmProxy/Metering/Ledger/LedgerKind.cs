namespace LlmProxy.Metering.Ledger;

/// <summary>Whose request a record is about.</summary>
public enum LedgerKind
{
    /// <summary>A caller's.</summary>
    Request,

    /// <summary>The operator's copy of a caller's request, paid by the operator.</summary>
    Shadow,
}
