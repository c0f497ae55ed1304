using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Guardrails;

/// <summary>A guard made of patterns.</summary>
/// <param name="patterns">The patterns.</param>
/// <param name="types">What the findings of each are called, in their order.</param>
public sealed class PatternSpanGuard(PatternSet patterns, IReadOnlyList<string> types) : ISpanGuard
{
    /// <inheritdoc/>
    public ISpanScanner CreateScanner(TextKind kind, TextForm form) => new PatternSpanScanner(patterns.RentScanner(), types);
}
