using System.Text.Json;

namespace LlmProxy.Sandbox.Answers;

/// <summary>Makes a small JSON value that fits a JSON schema.</summary>
/// <remarks>
/// Understood: type, properties, required, items, prefixItems, enum, const, anyOf, oneOf, allOf, local $ref, format,
/// and the limits of lengths and numbers. A <c>pattern</c> is not: such a string is valid only by luck.
/// </remarks>
internal static class SchemaExample
{
    private const int MaxDepth = 24;

    /// <summary>A value for the schema; an empty object where there is none.</summary>
    public static string For(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object ? JsonText.Of(json => Write(json, schema, schema, 0)) : "{}";

    private static void Write(Utf8JsonWriter json, JsonElement schema, JsonElement root, int depth)
    {
        if (schema.ValueKind != JsonValueKind.Object || depth > MaxDepth)
        {
            json.WriteNullValue();
            return;
        }

        if (schema.TryGetProperty("const", out var fixedValue)) fixedValue.WriteTo(json);
        else if (Array(schema, "enum") is [var first, ..]) first.WriteTo(json);
        else if (Alternative(schema, root) is { } other) Write(json, other, root, depth + 1);
        else WriteType(json, schema, root, depth);
    }

    private static JsonElement? Alternative(JsonElement schema, JsonElement root)
    {
        if (PromptReader.String(schema, "$ref") is { } reference) return Resolve(reference, root);
        if (Array(schema, "anyOf") is [var any, ..]) return any;
        if (Array(schema, "oneOf") is [var one, ..]) return one;
        return null;
    }

    private static void WriteType(Utf8JsonWriter json, JsonElement schema, JsonElement root, int depth)
    {
        switch (TypeOf(schema))
        {
            case "string":
                json.WriteStringValue(SchemaString.For(schema));
                break;
            case "integer" or "number":
                json.WriteNumberValue(NumberFor(schema));
                break;
            case "boolean":
                json.WriteBooleanValue(true);
                break;
            case "array":
                WriteArray(json, schema, root, depth);
                break;
            case "null":
                json.WriteNullValue();
                break;
            default:
                WriteObject(json, schema, root, depth);
                break;
        }
    }

    private static string TypeOf(JsonElement schema)
    {
        if (PromptReader.String(schema, "type") is { } single) return single;
        var named = Array(schema, "type").Select(type => type.GetString()).FirstOrDefault(type => type != "null");
        return named ?? (schema.TryGetProperty("items", out _) ? "array" : "object");
    }

    private static void WriteObject(Utf8JsonWriter json, JsonElement schema, JsonElement root, int depth)
    {
        json.WriteStartObject();
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in Array(schema, "allOf").Prepend(schema))
        {
            var resolved = PromptReader.String(part, "$ref") is { } reference ? Resolve(reference, root) : part;
            WriteProperties(json, resolved, root, depth, written);
        }

        json.WriteEndObject();
    }

    // Only what is required; all of it where nothing is said, since an empty object shows nothing.
    private static void WriteProperties(
        Utf8JsonWriter json, JsonElement schema, JsonElement root, int depth, HashSet<string> written)
    {
        var properties = PromptReader.Object(schema, "properties");
        if (properties.ValueKind != JsonValueKind.Object) return;
        var isRequiredSaid = schema.TryGetProperty("required", out _);
        var required = Array(schema, "required").Select(name => name.ToString()).ToHashSet(StringComparer.Ordinal);
        foreach (var property in properties.EnumerateObject())
        {
            if ((isRequiredSaid && !required.Contains(property.Name)) || !written.Add(property.Name)) continue;
            json.WritePropertyName(property.Name);
            Write(json, property.Value, root, depth + 1);
        }
    }

    private static void WriteArray(Utf8JsonWriter json, JsonElement schema, JsonElement root, int depth)
    {
        json.WriteStartArray();
        var first = Array(schema, "prefixItems");
        foreach (var item in first) Write(json, item, root, depth + 1);
        var least = schema.TryGetProperty("minItems", out var min) && min.TryGetInt32(out var count) ? Math.Min(count, 100) : 0;
        schema.TryGetProperty("items", out var items);
        for (var i = first.Length; i < least; i++) Write(json, items, root, depth + 1);
        json.WriteEndArray();
    }

    private static decimal NumberFor(JsonElement schema)
    {
        var step = Limit(schema, "multipleOf") is { } multiple and > 0 ? multiple : 1;
        if (Limit(schema, "minimum") is { } least) return Math.Ceiling(least / step) * step;
        if (Limit(schema, "exclusiveMinimum") is { } above) return (Math.Floor(above / step) + 1) * step;
        var value = step;
        if (Limit(schema, "maximum") is { } most && value > most) value = Math.Floor(most / step) * step;
        if (Limit(schema, "exclusiveMaximum") is { } below && value >= below) value = (Math.Ceiling(below / step) - 1) * step;
        return value;
    }

    private static decimal? Limit(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetDecimal(out var number)
            ? number
            : null;

    private static JsonElement Resolve(string reference, JsonElement root)
    {
        var at = root;
        foreach (var step in reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(step, out at)) return default;
        }

        return at;
    }

    private static JsonElement[] Array(JsonElement schema, string name) =>
        schema.ValueKind == JsonValueKind.Object
        && schema.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray()]
            : [];
}
