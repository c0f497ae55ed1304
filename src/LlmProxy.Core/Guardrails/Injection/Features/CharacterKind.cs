namespace LlmProxy.Core.Guardrails.Injection.Features;

/// <summary>What a character is to the <see cref="FeatureReader{TSink}"/>.</summary>
internal enum CharacterKind : byte
{
    /// <summary>Between words: spaces and most punctuation.</summary>
    Gap,

    /// <summary>Part of a word.</summary>
    Letter,

    /// <summary>Part of a word or number.</summary>
    Digit,

    /// <summary>A word of its own: a character of a script without spaces.</summary>
    Ideograph,

    /// <summary>The end of a sentence or line.</summary>
    Stop,
}
