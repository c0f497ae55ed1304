using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>One function tool in Anthropic's form.</summary>
internal static class FunctionTool
{
    // Anthropic's own members of a tool, which LiteLLM's users set on either level.
    private static readonly string[] NativeMembers =
        ["cache_control", "input_examples", "defer_loading", "allowed_callers", "eager_input_streaming"];

    private static readonly string[] OuterMembers = ["type", "function", .. NativeMembers];
    private static readonly string[] FunctionMembers = ["name", "description", "parameters", "strict", .. NativeMembers];

    /// <summary>The name of a function, which the caller must give.</summary>
    public static string NameOf(JsonElement function, string path) =>
        RawJson.TryGet(function, "name"u8, out var name) && !RawJson.IsBlank(name)
            ? RawJson.String(name)
            : throw RequestFault.Missing($"{path}.name", "A function must have a name.");

    /// <summary>Writes <paramref name="function"/>; its schema is copied byte for byte.</summary>
    public static void Write(
        Utf8JsonWriter json, JsonElement outer, JsonElement function, string path, ClaudeModel model, DroppedFields dropped)
    {
        json.WriteStartObject();
        if (RawJson.TryGet(function, "name"u8, out var name)) RawJson.Copy(json, "name"u8, name);
        if (RawJson.TryGet(function, "description"u8, out var description)) RawJson.Copy(json, "description"u8, description);
        WriteSchema(json, function, path);
        if (RawJson.TryGet(function, "strict"u8, out var strict) && strict.ValueKind is JsonValueKind.True)
        {
            if (model.HasStructuredOutput) json.WriteBoolean("strict"u8, true);
            else dropped.Add("tools[].function.strict");
        }

        foreach (var member in NativeMembers)
        {
            var name8 = Encoding.UTF8.GetBytes(member);
            if (RawJson.TryGet(outer, name8, out var value) || RawJson.TryGet(function, name8, out value)) RawJson.Copy(json, name8, value);
        }

        json.WriteEndObject();
        dropped.AddUnknown(function, outer.ValueKind is JsonValueKind.Object ? "tools[].function." : "functions[].", FunctionMembers);
        if (outer.ValueKind is JsonValueKind.Object) dropped.AddUnknown(outer, "tools[].", OuterMembers);
    }

    /// <summary>Writes the schema of a function without parameters.</summary>
    public static void WriteEmptySchema(Utf8JsonWriter json) =>
        WriteRawSchema(json, """{"type":"object","properties":{}}"""u8);

    private static void WriteSchema(Utf8JsonWriter json, JsonElement function, string path)
    {
        if (!RawJson.TryGet(function, "parameters"u8, out var schema))
        {
            WriteEmptySchema(json);
            return;
        }

        if (schema.ValueKind is not JsonValueKind.Object)
            throw RequestFault.Invalid($"{path}.parameters", "'parameters' must be a JSON Schema, an object.");
        if (schema.GetPropertyCount() == 0) WriteEmptySchema(json);
        else if (RawJson.TryGet(schema, "type"u8, out _)) RawJson.Copy(json, "input_schema"u8, schema);
        else WriteTypedSchema(json, schema);
    }

    // OpenAI takes a schema without a type, Anthropic demands {"type":"object"}; the rest stays as it is.
    private static void WriteTypedSchema(Utf8JsonWriter json, JsonElement schema)
    {
        var raw = JsonMarshal.GetRawUtf8Value(schema);
        WriteRawSchema(json, [.. """{"type":"object","""u8, .. raw[1..]]);
    }

    private static void WriteRawSchema(Utf8JsonWriter json, ReadOnlySpan<byte> schema)
    {
        json.WritePropertyName("input_schema"u8);
        json.WriteRawValue(schema, skipInputValidation: true);
    }
}
