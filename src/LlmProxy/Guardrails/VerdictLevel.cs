namespace LlmProxy.Guardrails;

/// <summary>What follows from a verdict.</summary>
public enum VerdictLevel
{
    /// <summary>Nothing.</summary>
    Clean,

    /// <summary>It is recorded, whatever the guard's action.</summary>
    Suspect,

    /// <summary>The guard's action holds.</summary>
    Found,
}
