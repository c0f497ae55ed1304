using LlmProxy.Guardrails.Settings;

namespace LlmProxy.Guardrails.Judging;

/// <summary>Makes guards of type <see cref="GuardTypes.Limits"/>.</summary>
internal sealed class LimitsGuardFactory : IGuardFactory
{
    /// <inheritdoc/>
    public string Type => GuardTypes.Limits;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Settings { get; } = [nameof(GuardrailOptions.MaxCharacters), nameof(GuardrailOptions.MaxMessages)];

    /// <inheritdoc/>
    public GuardDirections Directions => GuardDirections.Input;

    /// <inheritdoc/>
    public Guard? Create(GuardDefinition definition)
    {
        if (definition.Options is { MaxCharacters: null, MaxMessages: null })
            definition.Error(nameof(GuardrailOptions.MaxCharacters), "is missing", $"set it, or {nameof(GuardrailOptions.MaxMessages)}, or both");
        return new LimitsGuard(definition);
    }
}
