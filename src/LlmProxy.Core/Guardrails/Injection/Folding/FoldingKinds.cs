namespace LlmProxy.Core.Guardrails.Injection.Folding;

/// <summary>What had to be undone before a text could be read: itself a sign, since honest text needs none of it.</summary>
[Flags]
internal enum FoldingKinds
{
    /// <summary>Plain text.</summary>
    None = 0,

    /// <summary>Zero-width, direction or soft hyphen characters within the text.</summary>
    Invisible = 1,

    /// <summary>Unicode tag characters, which no screen shows.</summary>
    Tags = 2,

    /// <summary>Full-width, mathematical or enclosed letters.</summary>
    Styled = 4,

    /// <summary>Words in which Latin letters stand beside Cyrillic or Greek ones.</summary>
    Lookalikes = 8,

    /// <summary>Digits for letters: <c>1gn0r3</c>.</summary>
    Leet = 16,

    /// <summary>A space between all letters.</summary>
    Spaced = 32,

    /// <summary>A run of base64 or hexadecimal digits that is text.</summary>
    Encoded = 64,

    /// <summary>Written backwards or in ROT13, as the text itself says.</summary>
    Turned = 128,
}
