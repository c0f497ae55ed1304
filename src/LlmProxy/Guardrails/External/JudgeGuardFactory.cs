using LlmProxy.Guardrails.Settings;

namespace LlmProxy.Guardrails.External;

/// <summary>Makes guards of type <see cref="GuardTypes.Judge"/>.</summary>
internal sealed class JudgeGuardFactory(Lazy<GuardOutside> outside) : IGuardFactory
{
    /// <inheritdoc/>
    public string Type => GuardTypes.Judge;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Settings { get; } =
    [
        nameof(GuardrailOptions.Cluster), nameof(GuardrailOptions.Model), nameof(GuardrailOptions.Policy), nameof(GuardrailOptions.Threshold),
        .. ExternalGuard.CommonSettings,
    ];

    /// <inheritdoc/>
    public GuardDirections Directions => GuardDirections.Both;

    /// <inheritdoc/>
    public Guard? Create(GuardDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (definition.Options.Cluster is null)
            definition.Error(nameof(GuardrailOptions.Cluster), "is missing", "name the cluster that serves the model");
        if (string.IsNullOrEmpty(definition.Options.Model))
            definition.Error(nameof(GuardrailOptions.Model), "is missing", "name the model that judges, as its provider calls it");
        return new JudgeGuard(definition, outside);
    }
}
