namespace LlmProxy.Core.Guardrails.Matching;

/// <summary>How a match goes on behind its head, without a bound on what is held back: a private key, a long token.</summary>
/// <remarks>
/// The expression of the pattern is only the head, such as <c>-----BEGIN [A-Z ]*PRIVATE KEY-----</c>. Once it has matched (and
/// its validator has accepted it), the beginning is reported at once and all characters of <paramref name="Body"/> that
/// follow belong to the match. It ends before the first other character; with <paramref name="Until"/>, behind the first
/// match of that, whichever comes first; after <see cref="MaxLength"/> bytes; or where the text ends.
/// </remarks>
/// <param name="Body">One class, such as <c>[A-Za-z0-9_-]</c>.</param>
/// <param name="Until">An expression that closes the match, such as <c>-----END [A-Z ]*PRIVATE KEY-----</c>; its characters belong
/// to the body too. <c>null</c>: none.</param>
public sealed record PatternContinuation(string Body, string? Until = null)
{
    /// <summary>The default of <see cref="MaxLength"/>: 64 KiB.</summary>
    public const int DefaultMaxLength = 64 * 1024;

    /// <summary>The most bytes that the continuation takes, at least 1; default 64 KiB. What follows is searched as any text.</summary>
    public int MaxLength { get; init; } = DefaultMaxLength;
}
