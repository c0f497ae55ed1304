using System.Text.Json;
using System.Text.RegularExpressions;
using LlmProxy.Core.Guardrails.Texts;

namespace LlmProxy.Core.Guardrails.Schemas;

/// <summary>Reads the values of keywords.</summary>
internal static class SchemaReader
{
    /// <summary>A count, from 0; numbers that no count reaches become the largest.</summary>
    public static int Count(JsonElement value, string location)
    {
        if (value.ValueKind == JsonValueKind.Number && JsonNumber.IsInteger(value) && value.GetDouble() >= 0)
            return (int)Math.Min(value.GetDouble(), int.MaxValue);
        throw new JsonSchemaException(location, "is no whole number from 0");
    }

    /// <summary>A number, kept as it is written.</summary>
    public static JsonElement Number(JsonElement value, string location) =>
        value.ValueKind == JsonValueKind.Number ? value : throw new JsonSchemaException(location, "is no number");

    /// <summary>A text.</summary>
    public static string Text(JsonElement value, string location) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new JsonSchemaException(location, "is no string");

    /// <summary>True or false.</summary>
    public static bool Flag(JsonElement value, string location) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw new JsonSchemaException(location, "is neither true nor false"),
    };

    /// <summary>The elements of a list.</summary>
    public static IEnumerable<JsonElement> List(JsonElement value, string location) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw new JsonSchemaException(location, "is no list");

    /// <summary>The members of an object.</summary>
    public static IEnumerable<JsonProperty> Members(JsonElement value, string location) =>
        value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : throw new JsonSchemaException(location, "is no object");

    /// <summary>Names.</summary>
    public static string[] Names(JsonElement value, string location) => [.. List(value, location).Select(name => Text(name, location))];

    /// <summary>A regular expression, which matches any part of a text.</summary>
    public static Regex Pattern(string pattern, string location)
    {
        try
        {
            return LinearRegex.Create(pattern);
        }
        catch (ArgumentException)
        {
            throw new JsonSchemaException(location, "is no regular expression without back references and look-around");
        }
    }
}
