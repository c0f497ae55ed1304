using System.Text;
using System.Text.Json;
using LlmProxy.Sandbox.Errors;

namespace LlmProxy.Sandbox.Answers;

/// <summary>What the readers of the three protocols share.</summary>
internal static class PromptReader
{
    /// <exception cref="ApiException">The request names no model.</exception>
    public static void RequireModel(JsonElement request, string model)
    {
        if (model.Length > 0) return;
        if (request.TryGetProperty("model", out _)) throw ApiException.WrongType("model", "a string that is not empty");
        throw ApiException.Missing("model");
    }

    /// <exception cref="ApiException">The field is missing, not an array, or empty.</exception>
    public static JsonElement RequireArray(JsonElement request, string field)
    {
        if (!request.TryGetProperty(field, out var array)) throw ApiException.Missing(field);
        if (array.ValueKind != JsonValueKind.Array) throw ApiException.WrongType(field, "an array");
        if (array.GetArrayLength() == 0)
            throw ApiException.Invalid($"Invalid '{field}': empty array. Expected at least one item.", field, "empty_array");
        return array;
    }

    /// <summary>The text of a content field, a string or parts; images are counted into the prompt.</summary>
    public static string TextOf(JsonElement content, Prompt prompt)
    {
        if (content.ValueKind == JsonValueKind.String) return content.GetString()!;
        if (content.ValueKind != JsonValueKind.Array) return "";
        var text = new StringBuilder();
        foreach (var part in content.EnumerateArray())
        {
            if (part.ValueKind != JsonValueKind.Object) continue;
            if (String(part, "type") is "image" or "image_url" or "input_image") prompt.CountImage();
            else if (String(part, "text") is { } piece) text.Append(text.Length > 0 ? "\n" : "").Append(piece);
        }

        return text.ToString();
    }

    /// <summary>A property that is a string, or null.</summary>
    public static string? String(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>A property that is an object; undefined if there is none.</summary>
    public static JsonElement Object(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Object
            ? value
            : default;

    /// <summary>A whole number from <paramref name="least"/> on; null if the field is missing or null.</summary>
    /// <exception cref="ApiException">It is something else.</exception>
    public static int? Number(JsonElement request, string field, int least)
    {
        if (!request.TryGetProperty(field, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var number))
            throw ApiException.WrongType(field, "an integer");
        if (number < least)
        {
            throw ApiException.Invalid(
                $"Invalid '{field}': integer below minimum value. Expected a value >= {least}, but got {number} instead.",
                field,
                "integer_below_min_value");
        }

        return number;
    }

    /// <summary>A string or a list of strings.</summary>
    public static void ReadStop(JsonElement request, string field, Prompt prompt)
    {
        if (!request.TryGetProperty(field, out var stop)) return;
        if (stop.ValueKind == JsonValueKind.String) prompt.Stop.Add(stop.GetString()!);
        if (stop.ValueKind != JsonValueKind.Array) return;
        foreach (var item in stop.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.String) prompt.Stop.Add(item.GetString()!);
        }
    }

    /// <summary>The output form of chat's <c>response_format</c>, Responses' <c>text.format</c> and Anthropic's <c>output_config.format</c>.</summary>
    /// <param name="format">The object with the <c>type</c>.</param>
    /// <param name="schemaHolder">The object with the <c>schema</c>.</param>
    /// <param name="path">Where the schema stands, for the error.</param>
    /// <param name="prompt">Takes the form.</param>
    /// <exception cref="ApiException">A schema is promised and missing.</exception>
    public static void ReadFormat(JsonElement format, JsonElement schemaHolder, string path, Prompt prompt)
    {
        switch (String(format, "type"))
        {
            case "json_object":
                prompt.Form = OutputForm.JsonObject;
                break;
            case "json_schema":
                prompt.Form = OutputForm.JsonSchema;
                prompt.Schema = Object(schemaHolder, "schema");
                if (prompt.Schema.ValueKind == JsonValueKind.Undefined) throw ApiException.Missing(path);
                break;
        }
    }
}
