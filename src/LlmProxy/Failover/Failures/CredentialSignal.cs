namespace LlmProxy.Failover.Failures;

/// <summary>What an attempt tells about its key.</summary>
public enum CredentialSignal
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It works.</summary>
    Works,

    /// <summary>It is at a limit, for this model, for a while.</summary>
    Busy,

    /// <summary>It is refused: wrong, or without money. Only a person can mend that.</summary>
    Dead,

    /// <summary>It may not use this model.</summary>
    NotForModel,
}
