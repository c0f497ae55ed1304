using LlmProxy.Guardrails.Settings;

namespace LlmProxy.Guardrails.Schemas;

/// <summary>Makes guards of type <see cref="GuardTypes.JsonSchema"/>.</summary>
internal sealed class JsonSchemaGuardFactory : IGuardFactory
{
    /// <inheritdoc/>
    public string Type => GuardTypes.JsonSchema;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Settings { get; } =
        [nameof(GuardrailOptions.SchemaFile), nameof(GuardrailOptions.Repair), nameof(GuardrailOptions.Retry)];

    /// <inheritdoc/>
    public GuardDirections Directions => GuardDirections.Output;

    /// <inheritdoc/>
    public Guard? Create(GuardDefinition definition) => new JsonSchemaGuard(definition, SchemaFile.Read(definition));
}
