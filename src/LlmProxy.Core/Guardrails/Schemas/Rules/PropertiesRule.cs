using System.Text.Json;
using System.Text.RegularExpressions;

namespace LlmProxy.Core.Guardrails.Schemas.Rules;

/// <summary><c>properties</c>, <c>patternProperties</c> and <c>additionalProperties</c>, of which the last depends on the others.</summary>
/// <remarks>A name that stands twice in an object is checked twice, since readers differ in which they take.</remarks>
internal sealed class PropertiesRule(
    string location, IReadOnlyDictionary<string, SchemaNode> named, IReadOnlyList<KeyValuePair<Regex, SchemaNode>> patterns, SchemaNode? others)
    : SchemaRule(location)
{
    /// <inheritdoc/>
    public override SchemaRule? Broken(JsonElement value, SchemaRun run)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return null;
        foreach (var member in value.EnumerateObject())
        {
            run.Spend(1);
            if (Broken(member.Name, member.Value, run) is { } broken)
                return broken;
        }

        return null;
    }

    private SchemaRule? Broken(string name, JsonElement value, SchemaRun run)
    {
        var isKnown = named.TryGetValue(name, out var schema);
        if (schema?.Broken(value, run) is { } broken)
            return broken;
        foreach (var (pattern, matching) in patterns)
        {
            run.Spend(1 + (name.Length / 8));
            if (!pattern.IsMatch(name))
                continue;
            isKnown = true;
            if (matching.Broken(value, run) is { } other)
                return other;
        }

        return isKnown ? null : others?.Broken(value, run);
    }
}
