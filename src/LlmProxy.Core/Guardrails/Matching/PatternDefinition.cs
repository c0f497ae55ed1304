namespace LlmProxy.Core.Guardrails.Matching;

/// <summary>One pattern of a <c>PatternSet</c>: an expression and what bounds it.</summary>
/// <param name="Id">The name that errors and results use, such as <c>us-ssn</c>; not empty, need not be unique.</param>
/// <param name="Expression">
/// A subset of .NET's regular expressions: literals and escapes; <c>.</c>; classes, with <c>\d \w \s \p{L}</c>, ranges and
/// negation; groups, <c>(?:…)</c> and <c>(…)</c> alike; alternation; <c>* + ? {m} {m,} {m,n}</c>; <c>(?i)</c> at the beginning
/// or as <c>(?i:…)</c>. At either end of the expression, or of its alternatives: <c>\b \B ^ $ \A \z</c> and assertions on
/// one character, such as <c>(?&lt;![\w.])</c>, <c>(?&lt;=^|\s)</c>, <c>(?!\w)</c>, <c>(?=[\s,]|$)</c>. Not: back references, lazy or
/// possessive quantifiers, longer look-around. <c>^</c> and <c>$</c> are the ends of the text; a match is never empty.
/// </param>
public sealed record PatternDefinition(string Id, string Expression)
{
    /// <summary>The default of <see cref="MaxLength"/>: 256 bytes.</summary>
    public const int DefaultMaxLength = 256;

    /// <summary>The largest <see cref="MaxLength"/>: 4,096 bytes.</summary>
    public const int LargestMaxLength = 4096;

    /// <summary>How many matches of different lengths are judged at one start, from the longest down: 8.</summary>
    public const int MaxTries = 8;

    /// <summary>Whether letters match in either case (simple case folding, no culture). Default false.</summary>
    public bool IgnoreCase { get; init; }

    /// <summary>Whether no letter, digit or <c>_</c> (<c>\w</c>) may stand right before or after a match. Default false.</summary>
    public bool WholeWords { get; init; }

    /// <summary>The longest match in bytes of UTF-8, 1 to 4,096; default 256. What is longer is no match.</summary>
    /// <remarks>It is also the most text that a live partial match of this pattern can hold back.</remarks>
    public int MaxLength { get; init; } = DefaultMaxLength;

    /// <summary>Judges matches; <c>null</c>: all count.</summary>
    public IMatchValidator? Validator { get; init; }

    /// <summary>What belongs to a match behind its end, however long; <c>null</c>: nothing.</summary>
    public PatternContinuation? Continuation { get; init; }
}
