using LlmProxy.Core.Guardrails.Folding;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Guardrails;

/// <summary>A guard made of patterns, which sees what a text means: other forms of letters, and what cannot be seen, are undone first.</summary>
/// <param name="patterns">The patterns.</param>
/// <param name="types">What the findings of each are called, in their order.</param>
/// <param name="folding">What is undone.</param>
public sealed class FoldedSpanGuard(PatternSet patterns, IReadOnlyList<string> types, FoldOptions folding) : ISpanGuard
{
    private readonly FoldedPatternSet _patterns = new(patterns, folding);

    /// <inheritdoc/>
    public ISpanScanner CreateScanner(TextKind kind, TextForm form)
    {
        var scanner = new FoldedSpanScanner(_patterns, types);
        return form == TextForm.Json ? new JsonFormScanner(scanner) : scanner;
    }
}
