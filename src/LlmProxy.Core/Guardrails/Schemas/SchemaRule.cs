using System.Text.Json;

namespace LlmProxy.Core.Guardrails.Schemas;

/// <summary>One keyword of a schema.</summary>
/// <param name="location">Where it stands in the schema, as a JSON pointer.</param>
internal abstract class SchemaRule(string location)
{
    /// <summary>Where it stands in the schema.</summary>
    public string Location => location;

    /// <summary>The rule that <paramref name="value"/> breaks, this one or one within; <c>null</c>: none.</summary>
    public abstract SchemaRule? Broken(JsonElement value, SchemaRun run);
}
