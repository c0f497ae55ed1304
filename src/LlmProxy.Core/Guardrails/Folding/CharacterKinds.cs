namespace LlmProxy.Core.Guardrails.Folding;

/// <summary>What a folder needs to know of a character.</summary>
[Flags]
internal enum CharacterKinds : byte
{
    /// <summary>It stays as it is, and ends a word.</summary>
    None = 0,

    /// <summary>It is changed or dropped, or may be.</summary>
    Changes = 1,

    /// <summary>It goes on a word.</summary>
    InWord = 2,
}
