namespace LlmProxy.Core.Guardrails.Masking;

/// <summary>Knows what stood where a placeholder was put on the way to the provider. Safe for several threads.</summary>
public interface IMaskLookup
{
    /// <summary>Whether a placeholder was put in by the gateway, and in the place of what.</summary>
    /// <param name="placeholder">Its UTF-8 with both brackets, <c>&lt;EMAIL_1&gt;</c>; case does not matter, since models change it.</param>
    /// <param name="value">The true value, UTF-8, not escaped.</param>
    bool TryGetValue(ReadOnlySpan<byte> placeholder, out ReadOnlyMemory<byte> value);
}
