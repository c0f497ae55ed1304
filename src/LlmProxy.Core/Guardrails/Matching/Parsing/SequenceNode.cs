namespace LlmProxy.Core.Guardrails.Matching.Parsing;

/// <summary>Pieces one after the other; none of them is the empty text.</summary>
internal sealed record SequenceNode(IReadOnlyList<PatternNode> Parts) : PatternNode
{
    /// <inheritdoc/>
    public override bool HasAssertion { get; } = Parts.Any(part => part.HasAssertion);
}
