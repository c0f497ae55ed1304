namespace LlmProxy.Core.Guardrails.Entities.Values;

/// <summary>Tells whether a value is what its form promises: a checksum, a range.</summary>
/// <param name="value">What the pattern matched, so it has that form.</param>
internal delegate bool ValueCheck(ReadOnlySpan<byte> value);
