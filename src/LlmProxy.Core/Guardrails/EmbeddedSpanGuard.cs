namespace LlmProxy.Core.Guardrails;

/// <summary>Shows a guard also what stands encoded inside of a text, in base64 or hexadecimal digits; for whole texts, since a run is only known when it has ended.</summary>
/// <param name="inner">The guard.</param>
public sealed class EmbeddedSpanGuard(ISpanGuard inner) : ISpanGuard
{
    /// <inheritdoc/>
    public ISpanScanner CreateScanner(TextKind kind, TextForm form) =>
        new EmbeddedSpanScanner(inner.CreateScanner(kind, form), () => inner.CreateScanner(kind, TextForm.Plain));
}
