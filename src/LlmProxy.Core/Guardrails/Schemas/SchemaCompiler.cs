using System.Text.Json;
using System.Text.RegularExpressions;
using LlmProxy.Core.Guardrails.Schemas.Rules;

namespace LlmProxy.Core.Guardrails.Schemas;

/// <summary>Makes rules of a schema's text.</summary>
internal sealed class SchemaCompiler(JsonElement root)
{
    private readonly Dictionary<string, SchemaNode> _nodes = new(StringComparer.Ordinal);
    private int _patterns;

    /// <summary>The rules of the whole schema.</summary>
    /// <exception cref="JsonSchemaException">Something in it is wrong, or cannot be checked.</exception>
    public SchemaNode Compile() => Node(root, SchemaPointer.Root);

    /// <summary>The schema at a place; the same object each time, so that one can refer to itself.</summary>
    internal SchemaNode Node(JsonElement schema, string location)
    {
        if (_nodes.TryGetValue(location, out var known))
            return known;
        if (_nodes.Count == SchemaLimits.MaxNodes)
            throw new JsonSchemaException(location, $"is one more than the {SchemaLimits.MaxNodes} schemas that one may hold");
        var node = _nodes[location] = new SchemaNode();
        if (schema.ValueKind == JsonValueKind.False)
            node.Rules.Add(new ValueRule(location, (_, _) => false));
        else if (schema.ValueKind == JsonValueKind.Object)
            Read(schema, location, node.Rules);
        else if (schema.ValueKind != JsonValueKind.True)
            throw new JsonSchemaException(location, "is no schema: neither an object nor true or false");
        return node;
    }

    /// <summary>The schemas in a list.</summary>
    internal SchemaNode[] Nodes(JsonElement list, string location) =>
        [.. SchemaReader.List(list, location).Select((schema, i) => Node(schema, SchemaPointer.Of(location, i)))];

    /// <summary>The schema that a reference names.</summary>
    internal SchemaNode Referred(JsonElement value, string location) =>
        SchemaPointer.Resolve(root, SchemaReader.Text(value, location)) is var (schema, place)
            ? Node(schema, place)
            : throw new JsonSchemaException(location, "refers to nothing in this schema, and what is elsewhere is not fetched");

    /// <summary>A regular expression.</summary>
    internal Regex Pattern(string pattern, string location)
    {
        if (++_patterns > SchemaLimits.MaxPatterns)
            throw new JsonSchemaException(location, $"is one more than the {SchemaLimits.MaxPatterns} expressions that a schema may have");
        return SchemaReader.Pattern(pattern, location);
    }

    private void Read(JsonElement schema, string location, List<SchemaRule> rules)
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            var place = SchemaPointer.Of(location, keyword.Name);
            if (SchemaKeywords.Value(this, schema, keyword, place) is { } holds)
                rules.Add(new ValueRule(place, holds));
            else if (SchemaKeywords.Inner(this, schema, keyword, place, location) is { } rule)
                rules.Add(rule);
        }
    }
}
