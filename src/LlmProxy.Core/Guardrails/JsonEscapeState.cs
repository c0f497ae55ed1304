namespace LlmProxy.Core.Guardrails;

/// <summary>What the beginning of a JSON escape has turned out to be.</summary>
internal enum JsonEscapeState
{
    /// <summary>More of it is needed.</summary>
    Incomplete,

    /// <summary>One byte; the backslash itself where it begins no escape.</summary>
    Byte,

    /// <summary>A code point.</summary>
    CodePoint,
}
