namespace LlmProxy.Core.Guardrails.Matching.Parsing;

/// <summary>A parsed expression, or a piece of one.</summary>
internal abstract record PatternNode
{
    /// <summary>Whether there is an assertion in it, which automata know only at a match's ends.</summary>
    public abstract bool HasAssertion { get; }
}
