using System.Text.Json;

namespace LlmProxy.Core.Guardrails.Schemas.Rules;

/// <summary>A keyword that looks at the value itself, not at what is in it.</summary>
/// <param name="location">Where it stands in the schema.</param>
/// <param name="holds">Whether a value keeps it; values of kinds that it does not speak of do.</param>
internal sealed class ValueRule(string location, Func<JsonElement, SchemaRun, bool> holds) : SchemaRule(location)
{
    /// <inheritdoc/>
    public override SchemaRule? Broken(JsonElement value, SchemaRun run) => holds(value, run) ? null : this;
}
