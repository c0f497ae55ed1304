namespace LlmProxy.Core.Tokens.Unicode;

/// <summary>What the patterns that cut text into pieces tell apart; a set of kinds is a mask.</summary>
[Flags]
internal enum CharacterKinds : byte
{
    /// <summary>No kind; only the place of a byte that is no ASCII character.</summary>
    None = 0,

    /// <summary>General categories Lu and Lt.</summary>
    Upper = 1,

    /// <summary>General category Ll.</summary>
    Lower = 2,

    /// <summary>General categories Lm and Lo: letters that go with upper and with lower case.</summary>
    Caseless = 4,

    /// <summary>General category M.</summary>
    Mark = 8,

    /// <summary>General category N.</summary>
    Number = 16,

    /// <summary>White space (the property <c>White_Space</c>), CR and LF included.</summary>
    Space = 32,

    /// <summary>All the rest: punctuation, symbols, controls, what is not assigned.</summary>
    Other = 64,

    /// <summary>General category L.</summary>
    Letter = Upper | Lower | Caseless,

    /// <summary><c>[^\s\p{L}\p{N}]</c>.</summary>
    Symbol = Other | Mark,
}
