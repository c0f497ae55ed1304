using System.Text.Json;

namespace LlmProxy.Core.Guardrails.Schemas.Rules;

/// <summary><c>allOf</c>, and <c>$ref</c> as one of one: a value keeps all the schemas.</summary>
internal sealed class AllOfRule(string location, SchemaNode[] schemas) : SchemaRule(location)
{
    /// <inheritdoc/>
    public override SchemaRule? Broken(JsonElement value, SchemaRun run)
    {
        foreach (var schema in schemas)
        {
            if (schema.Broken(value, run) is { } broken)
                return broken;
        }

        return null;
    }
}
