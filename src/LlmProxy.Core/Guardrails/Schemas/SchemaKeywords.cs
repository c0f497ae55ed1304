using System.Text.Json;
using LlmProxy.Core.Guardrails.Schemas.Rules;

namespace LlmProxy.Core.Guardrails.Schemas;

/// <summary>What the keywords of schemas mean.</summary>
internal static class SchemaKeywords
{
    /// <summary>What a keyword demands of a value itself; <c>null</c>: it is none of that sort.</summary>
    public static Func<JsonElement, SchemaRun, bool>? Value(SchemaCompiler compiler, JsonElement schema, JsonProperty keyword, string place)
    {
        var value = keyword.Value;
        switch (keyword.Name)
        {
            case "type":
                return ValueRules.Type(value.ValueKind == JsonValueKind.Array ? SchemaReader.Names(value, place) : [SchemaReader.Text(value, place)], place);
            case "const":
                return ValueRules.Enum([value]);
            case "enum":
                return ValueRules.Enum([.. SchemaReader.List(value, place)]);
            case "minimum":
                return ValueRules.Number(SchemaReader.Number(value, place), IsTrue(schema, "exclusiveMinimum") ? order => order > 0 : order => order >= 0);
            case "maximum":
                return ValueRules.Number(SchemaReader.Number(value, place), IsTrue(schema, "exclusiveMaximum") ? order => order < 0 : order => order <= 0);
            // In old drafts true and false, which change what the other keyword means.
            case "exclusiveMinimum" when value.ValueKind is not (JsonValueKind.True or JsonValueKind.False):
                return ValueRules.Number(SchemaReader.Number(value, place), order => order > 0);
            case "exclusiveMaximum" when value.ValueKind is not (JsonValueKind.True or JsonValueKind.False):
                return ValueRules.Number(SchemaReader.Number(value, place), order => order < 0);
            case "multipleOf":
                return ValueRules.Multiple(SchemaReader.Number(value, place), place);
            case "pattern":
                return ValueRules.Pattern(compiler.Pattern(SchemaReader.Text(value, place), place));
            case "required":
                return ValueRules.Required(SchemaReader.Names(value, place));
            case "uniqueItems":
                return SchemaReader.Flag(value, place) ? ValueRules.AreUnique : (_, _) => true;
            default:
                return Bound(keyword.Name, value, place);
        }
    }

    /// <summary>What a keyword demands by schemas within it; <c>null</c>: nothing, or it is not known.</summary>
    /// <param name="compiler">Makes the schemas within.</param>
    /// <param name="schema">The schema that the keyword is of.</param>
    /// <param name="keyword">The keyword.</param>
    /// <param name="place">Where it stands.</param>
    /// <param name="location">Where <paramref name="schema"/> stands.</param>
    public static SchemaRule? Inner(SchemaCompiler compiler, JsonElement schema, JsonProperty keyword, string place, string location)
    {
        var value = keyword.Value;
        switch (keyword.Name)
        {
            case "$ref":
                return new AllOfRule(place, [compiler.Referred(value, place)]);
            case "allOf":
                return new AllOfRule(place, compiler.Nodes(value, place));
            case "anyOf":
                var any = compiler.Nodes(value, place);
                return new ValueRule(place, (v, run) => Array.Exists(any, node => node.Accepts(v, run)));
            case "oneOf":
                var one = compiler.Nodes(value, place);
                return new ValueRule(place, (v, run) => one.Count(node => node.Accepts(v, run)) == 1);
            case "not":
                var not = compiler.Node(value, place);
                return new ValueRule(place, (v, run) => !not.Accepts(v, run));
            case "if":
                return new ConditionRule(place, compiler.Node(value, place), Node(compiler, schema, "then", location), Node(compiler, schema, "else", location));
            case "$id" or "$dynamicRef" or "$recursiveRef" or "unevaluatedProperties" or "unevaluatedItems" when keyword.Name != "$id" || location != SchemaPointer.Root:
                throw new JsonSchemaException(place, "is a keyword that cannot be checked");
            default:
                return SchemaContainers.Rule(compiler, schema, keyword, place, location);
        }
    }

    /// <summary>The schema under a keyword; <c>null</c>: there is none.</summary>
    internal static SchemaNode? Node(SchemaCompiler compiler, JsonElement schema, string keyword, string location) =>
        schema.TryGetProperty(keyword, out var value) ? compiler.Node(value, SchemaPointer.Of(location, keyword)) : null;

    private static Func<JsonElement, SchemaRun, bool>? Bound(string keyword, JsonElement value, string place)
    {
        if (keyword is not ("minLength" or "maxLength" or "minItems" or "maxItems" or "minProperties" or "maxProperties"))
            return null;
        var bound = SchemaReader.Count(value, place);
        Func<int, bool> holds = keyword.StartsWith("min", StringComparison.Ordinal) ? count => count >= bound : count => count <= bound;
        return keyword[3..] switch
        {
            "Length" => ValueRules.Length(holds),
            "Items" => ValueRules.Items(holds),
            _ => ValueRules.Properties(holds),
        };
    }

    private static bool IsTrue(JsonElement schema, string keyword) => schema.TryGetProperty(keyword, out var value) && value.ValueKind == JsonValueKind.True;
}
