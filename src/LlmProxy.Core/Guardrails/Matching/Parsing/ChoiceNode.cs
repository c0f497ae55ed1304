namespace LlmProxy.Core.Guardrails.Matching.Parsing;

/// <summary>One of several pieces.</summary>
internal sealed record ChoiceNode(IReadOnlyList<PatternNode> Options) : PatternNode
{
    /// <inheritdoc/>
    public override bool HasAssertion { get; } = Options.Any(option => option.HasAssertion);
}
