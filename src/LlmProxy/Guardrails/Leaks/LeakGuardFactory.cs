using LlmProxy.Guardrails.Settings;

namespace LlmProxy.Guardrails.Leaks;

/// <summary>Makes guards of type <see cref="GuardTypes.SystemPromptLeak"/>.</summary>
internal sealed class LeakGuardFactory : IGuardFactory
{
    /// <inheritdoc/>
    public string Type => GuardTypes.SystemPromptLeak;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Settings { get; } = [nameof(GuardrailOptions.Threshold), nameof(GuardrailOptions.Allow), nameof(GuardrailOptions.Release)];

    /// <inheritdoc/>
    public GuardDirections Directions => GuardDirections.Output;

    /// <inheritdoc/>
    public Guard? Create(GuardDefinition definition) => new LeakGuard(definition);
}
