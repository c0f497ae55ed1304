using System.Text.Json;
using LlmProxy.Core.Guardrails.Schemas.Rules;

namespace LlmProxy.Core.Guardrails.Schemas;

/// <summary>What the keywords for objects and lists mean.</summary>
internal static class SchemaContainers
{
    /// <summary>The rule of a keyword; <c>null</c>: it is none of these, or another keyword of the same schema makes the rule for both.</summary>
    public static SchemaRule? Rule(SchemaCompiler compiler, JsonElement schema, JsonProperty keyword, string place, string location)
    {
        var value = keyword.Value;
        switch (keyword.Name)
        {
            case "properties":
                return Properties(compiler, schema, place, location);
            case "patternProperties" when !Has(schema, "properties"):
            case "additionalProperties" when !Has(schema, "properties") && !Has(schema, "patternProperties"):
                return Properties(compiler, schema, place, location);
            case "prefixItems":
                return new ItemsRule(place, compiler.Nodes(value, place), SchemaKeywords.Node(compiler, schema, "items", location));
            case "items" when value.ValueKind == JsonValueKind.Array:
                return new ItemsRule(place, compiler.Nodes(value, place), SchemaKeywords.Node(compiler, schema, "additionalItems", location));
            case "items" when !Has(schema, "prefixItems"):
                return new ItemsRule(place, [], compiler.Node(value, place));
            case "contains":
                return Contains(compiler, schema, value, place, location);
            case "propertyNames":
                var names = compiler.Node(value, place);
                return new ValueRule(place, (v, run) => v.ValueKind != JsonValueKind.Object || v.EnumerateObject().All(member => names.Accepts(Name(member), run)));
            case "dependentRequired" or "dependentSchemas" or "dependencies":
                return Dependent(compiler, value, place);
            default:
                return null;
        }
    }

    private static PropertiesRule Properties(SchemaCompiler compiler, JsonElement schema, string place, string location)
    {
        var named = new Dictionary<string, SchemaNode>(StringComparer.Ordinal);
        foreach (var member in Members(schema, "properties", location))
            named[member.Name] = compiler.Node(member.Value, SchemaPointer.Of(SchemaPointer.Of(location, "properties"), member.Name));
        var patterns = Members(schema, "patternProperties", location).Select(member =>
        {
            var at = SchemaPointer.Of(SchemaPointer.Of(location, "patternProperties"), member.Name);
            return KeyValuePair.Create(compiler.Pattern(member.Name, at), compiler.Node(member.Value, at));
        });
        return new(place, named, [.. patterns], SchemaKeywords.Node(compiler, schema, "additionalProperties", location));
    }

    private static ValueRule Contains(SchemaCompiler compiler, JsonElement schema, JsonElement value, string place, string location)
    {
        var wanted = compiler.Node(value, place);
        var least = Count(schema, "minContains", location) ?? 1;
        var most = Count(schema, "maxContains", location) ?? int.MaxValue;
        return new(place, (v, run) =>
        {
            if (v.ValueKind != JsonValueKind.Array)
                return true;
            var count = v.EnumerateArray().Count(item => wanted.Accepts(item, run));
            return count >= least && count <= most;
        });
    }

    /// <summary>What an object must keep that has a certain name in it.</summary>
    private static AllOfRule Dependent(SchemaCompiler compiler, JsonElement value, string place)
    {
        var nodes = new List<SchemaNode>();
        foreach (var member in SchemaReader.Members(value, place))
        {
            var (name, at) = (member.Name, SchemaPointer.Of(place, member.Name));
            var node = new SchemaNode();
            nodes.Add(node);
            if (member.Value.ValueKind == JsonValueKind.Array)
            {
                node.Rules.Add(new ValueRule(at, ValueRules.Required(SchemaReader.Names(member.Value, at), name)));
                continue;
            }

            var schema = compiler.Node(member.Value, at);
            node.Rules.Add(new ValueRule(at, (v, run) => v.ValueKind != JsonValueKind.Object || !v.TryGetProperty(name, out _) || schema.Accepts(v, run)));
        }

        return new(place, [.. nodes]);
    }

    private static JsonElement Name(JsonProperty member) => JsonSerializer.SerializeToElement(member.Name);

    private static bool Has(JsonElement schema, string keyword) => schema.TryGetProperty(keyword, out _);

    private static int? Count(JsonElement schema, string keyword, string location) =>
        schema.TryGetProperty(keyword, out var value) ? SchemaReader.Count(value, SchemaPointer.Of(location, keyword)) : null;

    private static IEnumerable<JsonProperty> Members(JsonElement schema, string keyword, string location) =>
        schema.TryGetProperty(keyword, out var value) ? SchemaReader.Members(value, SchemaPointer.Of(location, keyword)) : [];
}
