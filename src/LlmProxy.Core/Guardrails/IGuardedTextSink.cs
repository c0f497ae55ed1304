using LlmProxy.Core.Buffers;

namespace LlmProxy.Core.Guardrails;

/// <summary>Is told what guards find in a text, and writes what stands in the place of it.</summary>
public interface IGuardedTextSink
{
    /// <summary>Whether a finding counts; one on a list of what is allowed does not, as if it had not been found.</summary>
    bool Accepts(in SpanRule rule, in GuardSpan span, ReadOnlySpan<byte> value);

    /// <summary>A span was found; told once for each, in the order of their beginnings. Comes before <see cref="Replace"/>.</summary>
    void Found(in SpanRule rule, in GuardSpan span, GuardAction action);

    /// <summary>Writes what stands in the place of <paramref name="value"/>, the whole of it, into <paramref name="output"/>.</summary>
    /// <param name="rule">Who found it.</param>
    /// <param name="action"><see cref="GuardAction.Redact"/> or <see cref="GuardAction.Mask"/>.</param>
    /// <param name="span">What was found.</param>
    /// <param name="value">The bytes that were found, as they came.</param>
    /// <param name="output">Takes the replacement, UTF-8 in the text's form.</param>
    void Replace(in SpanRule rule, in GuardSpan span, GuardAction action, ReadOnlySpan<byte> value, PooledBuffer output);

    /// <summary>Text goes out that a guard has not judged, since it was held for as long as <see cref="SpanRule.Release"/> allows.</summary>
    /// <param name="rule">The guard.</param>
    /// <param name="characters">How many Unicode characters.</param>
    void Released(in SpanRule rule, long characters)
    {
    }
}
