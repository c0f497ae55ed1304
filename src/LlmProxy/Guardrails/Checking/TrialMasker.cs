using LlmProxy.Core.Guardrails.Masking;

namespace LlmProxy.Guardrails.Checking;

/// <summary>Masks values of a text on trial.</summary>
internal sealed class TrialMasker(IReadOnlyList<string> chunks) : IMasker
{
    private readonly MaskVault _vault = new(placeholder => string.Concat(chunks).Contains(placeholder, StringComparison.OrdinalIgnoreCase));

    public string? Mask(string type, ReadOnlySpan<byte> value) => _vault.TryMask(type, value, out var placeholder) ? placeholder : null;
}
