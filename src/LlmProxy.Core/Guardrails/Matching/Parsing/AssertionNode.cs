using LlmProxy.Core.Guardrails.Matching.Characters;

namespace LlmProxy.Core.Guardrails.Matching.Parsing;

/// <summary>Something that must be true of a place, and takes no character.</summary>
/// <param name="Kind">What it looks at.</param>
/// <param name="Condition">For <see cref="AssertionKind.Behind"/> and <see cref="AssertionKind.Ahead"/>: what must stand there.</param>
/// <param name="Position">Where in the expression, for errors.</param>
internal sealed record AssertionNode(AssertionKind Kind, CharCondition Condition, int Position) : PatternNode
{
    /// <inheritdoc/>
    public override bool HasAssertion => true;
}
