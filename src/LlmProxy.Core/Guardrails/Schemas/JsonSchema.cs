using System.Text.Json;

namespace LlmProxy.Core.Guardrails.Schemas;

/// <summary>A JSON schema that values are checked against. Immutable, and safe for many threads.</summary>
/// <remarks>
/// It knows the keywords of draft 2020-12, and the older <c>definitions</c>, <c>dependencies</c>, lists as <c>items</c> and true as
/// <c>exclusiveMinimum</c>. <c>format</c> and what only describes say nothing. A schema comes from files and from callers, so it reaches nothing
/// outside of itself, its regular expressions run in linear time, and a check has a bound on its steps.
/// </remarks>
public sealed class JsonSchema
{
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = SchemaLimits.MaxDepth };

    private readonly SchemaNode _root;

    private JsonSchema(SchemaNode root) => _root = root;

    /// <summary>Reads a schema.</summary>
    /// <param name="utf8">The JSON, at most 256 KiB.</param>
    /// <exception cref="JsonSchemaException">It is none, is too large, or has something that cannot be checked: a reference to elsewhere, an expression that needs backtracking.</exception>
    public static JsonSchema Parse(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Length > SchemaLimits.MaxBytes)
            throw new JsonSchemaException("#", $"is larger than {SchemaLimits.MaxBytes} bytes");
        try
        {
            using var document = JsonDocument.Parse(utf8, Reading);
            return new JsonSchema(new SchemaCompiler(document.RootElement.Clone()).Compile());
        }
        catch (JsonException)
        {
            throw new JsonSchemaException("#", $"is not JSON of at most {SchemaLimits.MaxDepth} levels");
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, which System.Text.Json reads and cannot tell.
            throw new JsonSchemaException("#", "has a string that is no text");
        }
    }

    /// <summary>The place in the schema, as a JSON pointer, of the first keyword that <paramref name="value"/> does not keep; <c>null</c>: it keeps all.</summary>
    /// <exception cref="SchemaBudgetException">It takes too many steps to tell.</exception>
    public string? Check(JsonElement value)
    {
        try
        {
            return _root.Broken(value, new SchemaRun(value))?.Location;
        }
        catch (InvalidOperationException)
        {
            // As above, in the value.
            return "#";
        }
    }
}
