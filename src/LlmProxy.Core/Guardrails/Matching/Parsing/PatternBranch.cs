namespace LlmProxy.Core.Guardrails.Matching.Parsing;

/// <summary>One way in which a pattern can match: assertions, then characters, then assertions.</summary>
/// <param name="Before">What must be true where the match begins.</param>
/// <param name="Body">The characters, without assertions; <c>null</c> while there are none, and all assertions are in <paramref name="Before"/>.</param>
/// <param name="After">What must be true where the match ends.</param>
internal sealed record PatternBranch(
    IReadOnlyList<AssertionNode> Before, PatternNode? Body, IReadOnlyList<AssertionNode> After)
{
    /// <summary>The way that matches the empty text.</summary>
    public static PatternBranch Nothing { get; } = new([], null, []);
}
