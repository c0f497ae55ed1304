using LlmProxy.Core.Guardrails.Matching.Characters;

namespace LlmProxy.Core.Guardrails.Matching.Parsing;

/// <summary>One character of a set.</summary>
internal sealed record CharNode(CharSet Set) : PatternNode
{
    /// <inheritdoc/>
    public override bool HasAssertion => false;
}
