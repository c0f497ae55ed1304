namespace LlmProxy.Core.Guardrails.Matching.Parsing;

/// <summary>A piece several times.</summary>
/// <param name="Part">The piece.</param>
/// <param name="Min">At least so often.</param>
/// <param name="Max">At most so often; <c>null</c>: without a bound.</param>
/// <param name="Position">Where in the expression, for errors.</param>
internal sealed record RepeatNode(PatternNode Part, int Min, int? Max, int Position) : PatternNode
{
    /// <inheritdoc/>
    public override bool HasAssertion { get; } = Part.HasAssertion;
}
