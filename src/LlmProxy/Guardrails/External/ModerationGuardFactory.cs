using LlmProxy.Guardrails.Settings;

namespace LlmProxy.Guardrails.External;

/// <summary>Makes guards of type <see cref="GuardTypes.Moderation"/>.</summary>
internal sealed class ModerationGuardFactory(Lazy<GuardOutside> outside) : IGuardFactory
{
    /// <inheritdoc/>
    public string Type => GuardTypes.Moderation;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Settings { get; } =
    [
        nameof(GuardrailOptions.Cluster), nameof(GuardrailOptions.Model), nameof(GuardrailOptions.Categories), nameof(GuardrailOptions.Threshold),
        nameof(GuardrailOptions.FlagThreshold), .. ExternalGuard.CommonSettings,
    ];

    /// <inheritdoc/>
    public GuardDirections Directions => GuardDirections.Both;

    /// <inheritdoc/>
    public Guard? Create(GuardDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (definition.Options.Cluster is null)
            definition.Error(nameof(GuardrailOptions.Cluster), "is missing", "name the cluster whose moderation endpoint is asked");
        return new ModerationGuard(definition, outside);
    }
}
