using System.Text.Json;

namespace LlmProxy.Core.Guardrails.Schemas.Rules;

/// <summary><c>prefixItems</c> and <c>items</c>: the first elements have a schema each, all others one.</summary>
internal sealed class ItemsRule(string location, SchemaNode[] first, SchemaNode? others) : SchemaRule(location)
{
    /// <inheritdoc/>
    public override SchemaRule? Broken(JsonElement value, SchemaRun run)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return null;
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            run.Spend(1);
            var schema = index < first.Length ? first[index] : others;
            index++;
            if (schema?.Broken(item, run) is { } broken)
                return broken;
        }

        return null;
    }
}
