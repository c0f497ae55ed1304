namespace LlmProxy.Core.Guardrails.Entities;

/// <summary>Which guard a pattern belongs to.</summary>
public enum EntityGroup
{
    /// <summary>Personal data: the guard <c>pii</c>.</summary>
    Pii,

    /// <summary>Keys, tokens and passwords: the guard <c>secrets</c>.</summary>
    Secrets,

    /// <summary>Destructive code: the guard <c>unsafe-code</c>.</summary>
    UnsafeCode,

    /// <summary>Names of persons by the words around them: an option of the guard <c>pii</c>, off by default.</summary>
    Names,
}
