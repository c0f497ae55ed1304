namespace LlmProxy.Core.Guardrails;

/// <summary>A guard that finds places in texts, so that it can work on a stream and replace what it finds. Safe for many threads.</summary>
public interface ISpanGuard
{
    /// <summary>A scanner for one text, which whoever asks disposes; implementations may keep them for reuse.</summary>
    /// <param name="kind">Whose text it is: one kind.</param>
    /// <param name="form">How it is to be read. Spans are told in the text's own bytes, whatever it means.</param>
    ISpanScanner CreateScanner(TextKind kind, TextForm form);
}
