using LlmProxy.Guardrails.Settings;

namespace LlmProxy.Guardrails.Schemas;

/// <summary>Makes guards of type <see cref="GuardTypes.Schema"/>.</summary>
internal sealed class SchemaGuardFactory : IGuardFactory
{
    /// <inheritdoc/>
    public string Type => GuardTypes.Schema;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Settings { get; } = [nameof(GuardrailOptions.SchemaFile)];

    /// <inheritdoc/>
    public GuardDirections Directions => GuardDirections.Input;

    /// <inheritdoc/>
    public Guard? Create(GuardDefinition definition)
    {
        if (definition.Options.SchemaFile is null)
            definition.Error(nameof(GuardrailOptions.SchemaFile), "is missing", "give the path of a file with a JSON schema, from the configuration's folder");
        return SchemaFile.Read(definition) is { } schema ? new SchemaGuard(definition, schema) : null;
    }
}
