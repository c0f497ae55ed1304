using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>What <c>response_format</c> becomes: a schema that the provider enforces, or an instruction to the model.</summary>
/// <remarks>
/// A JSON schema goes into <c>output_config.format</c>. The Messages API has nothing like <c>json_object</c>, and models
/// before Opus 4.1 and Claude 4.5 have no enforced schema: there the wish is put at the end of the system prompt, and
/// <c>response_format</c> is listed as dropped, because nothing enforces it.
/// </remarks>
internal readonly struct OutputFormat
{
    private const string JsonOnly =
        "Answer with one valid JSON object and nothing else: no text before or after it, and no code fence around it.";

    private OutputFormat(JsonElement schema, string? instruction)
    {
        Schema = schema;
        Instruction = instruction;
    }

    /// <summary>The schema to enforce, or an undefined element.</summary>
    public JsonElement Schema { get; }

    /// <summary>What to add to the system prompt, or <c>null</c>.</summary>
    public string? Instruction { get; }

    /// <summary>Reads the field.</summary>
    public static OutputFormat Read(JsonElement field, ClaudeModel model, DroppedFields dropped)
    {
        if (!ChatFields.Has(field)) return default;
        var type = RawJson.TryGet(field, "type"u8, out var said) ? RawJson.String(said) : "";
        switch (type)
        {
            case "text":
                return default;
            case "json_object":
                dropped.Add("response_format");
                return new OutputFormat(default, JsonOnly);
            case "json_schema":
                return ReadSchema(field, model, dropped);
            default:
                throw RequestFault.Unsupported("response_format.type", "'response_format.type' must be \"text\", \"json_object\" or \"json_schema\".");
        }
    }

    private static OutputFormat ReadSchema(JsonElement field, ClaudeModel model, DroppedFields dropped)
    {
        if (!RawJson.TryGet(field, "json_schema"u8, out var format)
            || !RawJson.TryGet(format, "schema"u8, out var schema) || schema.ValueKind is not JsonValueKind.Object)
        {
            throw RequestFault.Missing("response_format.json_schema.schema", "'response_format.json_schema.schema' must be a JSON Schema, an object.");
        }

        // The name is only a label, and what the provider enforces it enforces strictly.
        dropped.AddUnknown(format, "response_format.json_schema.", "name", "schema", "strict");
        if (model.HasStructuredOutput) return new OutputFormat(schema, null);
        dropped.Add("response_format");
        return new OutputFormat(default, JsonOnly + " The object must conform to this JSON Schema:\n"
            + Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(schema)));
    }
}
