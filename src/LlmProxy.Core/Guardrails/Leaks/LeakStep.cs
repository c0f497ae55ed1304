namespace LlmProxy.Core.Guardrails.Leaks;

/// <summary>What a character does to the word before it.</summary>
internal enum LeakStep
{
    /// <summary>It stands between words.</summary>
    Between,

    /// <summary>It is a part of a word that may go on.</summary>
    Within,

    /// <summary>The word has ended before it, and it is no part of one.</summary>
    EndsBefore,

    /// <summary>The word has ended before it, and it is to be taken again: it is a word of its own.</summary>
    EndsBeforeAndStays,

    /// <summary>It is the last of its word.</summary>
    EndsWith,
}
