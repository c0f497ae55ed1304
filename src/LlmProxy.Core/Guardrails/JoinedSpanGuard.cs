namespace LlmProxy.Core.Guardrails;

/// <summary>Two guards as one: what either finds counts, and of what both find at one place the first one's.</summary>
/// <param name="first">The first.</param>
/// <param name="second">The second; its findings rank behind all of the first's.</param>
public sealed class JoinedSpanGuard(ISpanGuard first, ISpanGuard second) : ISpanGuard
{
    /// <inheritdoc/>
    public ISpanScanner CreateScanner(TextKind kind, TextForm form) => new JoinedSpanScanner(first.CreateScanner(kind, form), second.CreateScanner(kind, form));
}
