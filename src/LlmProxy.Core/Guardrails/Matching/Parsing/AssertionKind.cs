namespace LlmProxy.Core.Guardrails.Matching.Parsing;

/// <summary>Which side of its place an assertion looks at.</summary>
internal enum AssertionKind
{
    /// <summary>At the character before.</summary>
    Behind,

    /// <summary>At the character after.</summary>
    Ahead,

    /// <summary>At both: one is a word character and the other is not, <c>\b</c>.</summary>
    Boundary,

    /// <summary>At both: both are word characters or neither is, <c>\B</c>.</summary>
    NoBoundary,
}
