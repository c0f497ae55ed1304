using System.Text.Json;

namespace LlmProxy.Core.Guardrails.Schemas.Rules;

/// <summary><c>if</c>: a value that keeps it keeps <c>then</c>, too, and any other <c>else</c>.</summary>
internal sealed class ConditionRule(string location, SchemaNode condition, SchemaNode? then, SchemaNode? otherwise) : SchemaRule(location)
{
    /// <inheritdoc/>
    public override SchemaRule? Broken(JsonElement value, SchemaRun run) => (condition.Accepts(value, run) ? then : otherwise)?.Broken(value, run);
}
