using System.Text.Json;
using LlmProxy.Core.Errors;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>The tools of a request, from <c>tools</c> and the old <c>functions</c>.</summary>
internal sealed class ToolList
{
    private readonly List<Tool> _tools = [];

    /// <summary>The names, in the order of the request.</summary>
    public IReadOnlyCollection<string> Names => [.. _tools.Select(tool => tool.Name)];

    /// <summary>Reads and checks the tools.</summary>
    public static ToolList Read(ChatFields fields)
    {
        var list = new ToolList();
        if (ChatFields.Has(fields.Tools)) list.AddTools(fields.Tools);
        if (fields.UsesFunctions) list.AddFunctions(fields.Functions);
        return list;
    }

    /// <summary>
    /// Writes the tools that <paramref name="choice"/> allows, in their order, since another order loses the prompt cache.
    /// </summary>
    public void Write(Utf8JsonWriter json, ToolChoice choice, ClaudeModel model, DroppedFields dropped)
    {
        if (_tools.Count == 0) return;
        json.WriteStartArray("tools"u8);
        foreach (var tool in _tools)
        {
            if (choice.Allowed?.Contains(tool.Name) is false) continue;
            if (tool.IsNative) RawJson.Copy(json, tool.Outer);
            else FunctionTool.Write(json, tool.Outer, tool.Function, tool.Path, model, dropped);
        }

        json.WriteEndArray();
    }

    /// <summary>Writes stand-ins for tools that the conversation has called but the request no longer offers.</summary>
    /// <remarks>Anthropic refuses tool blocks in a conversation without tools; the choice <c>none</c> keeps them from being called.</remarks>
    public static void WriteStandIns(Utf8JsonWriter json, IEnumerable<string> names)
    {
        json.WriteStartArray("tools"u8);
        foreach (var name in names)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, name);
            json.WriteString("description"u8, "Was called earlier in this conversation and cannot be called now."u8);
            FunctionTool.WriteEmptySchema(json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void AddTools(JsonElement tools)
    {
        if (tools.ValueKind is not JsonValueKind.Array) throw RequestFault.Invalid("tools", "'tools' must be a list.");
        var i = 0;
        foreach (var tool in tools.EnumerateArray())
        {
            var path = $"tools[{i++}]";
            if (tool.ValueKind is not JsonValueKind.Object) throw RequestFault.Invalid(path, "A tool must be an object.");
            var type = RawJson.TryGet(tool, "type"u8, out var said) ? RawJson.String(said) : "function";
            if (type is "function") AddFunction(tool, path);
            else if (IsNativeType(type)) _tools.Add(new Tool(RawJson.TryGet(tool, "name"u8, out var name) ? RawJson.String(name) : type, path, tool, default, IsNative: true));
            else throw UnsupportedType(path);
        }
    }

    private void AddFunction(JsonElement tool, string path)
    {
        if (!RawJson.TryGet(tool, "function"u8, out var function) || function.ValueKind is not JsonValueKind.Object)
            throw RequestFault.Missing($"{path}.function", "A tool of type 'function' must have an object 'function' with its name.");
        _tools.Add(new Tool(FunctionTool.NameOf(function, $"{path}.function"), $"{path}.function", tool, function, IsNative: false));
    }

    private void AddFunctions(JsonElement functions)
    {
        if (functions.ValueKind is not JsonValueKind.Array) throw RequestFault.Invalid("functions", "'functions' must be a list.");
        var i = 0;
        foreach (var function in functions.EnumerateArray())
        {
            var path = $"functions[{i++}]";
            if (function.ValueKind is not JsonValueKind.Object) throw RequestFault.Invalid(path, "A function must be an object.");
            _tools.Add(new Tool(FunctionTool.NameOf(function, path), path, default, function, IsNative: false));
        }
    }

    // Anthropic's own tools carry the date of their version: web_search_20250305, bash_20250124 …
    private static bool IsNativeType(string type) =>
        type is "mcp_toolset" || (type.Length > 9 && type[^9] is '_' && type[^8..].All(char.IsAsciiDigit));

    private static LlmException UnsupportedType(string path) => RequestFault.Unsupported(
        $"{path}.type",
        "This model's provider takes tools of type 'function', and its own such as 'web_search_20250305'. Describe the tool as a function.");

    private readonly record struct Tool(string Name, string Path, JsonElement Outer, JsonElement Function, bool IsNative);
}
