using System.Text.Json;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>Which tools the model may or must call, from <c>tool_choice</c> or the old <c>function_call</c>.</summary>
internal sealed class ToolChoice
{
    private readonly string? _type;
    private readonly string? _name;
    private readonly bool _oneAtATime;

    private ToolChoice(string? type, string? name = null, bool oneAtATime = false, HashSet<string>? allowed = null)
    {
        _type = type;
        _name = name;
        _oneAtATime = oneAtATime;
        Allowed = allowed;
    }

    /// <summary>Nothing is said, and the provider's own rule holds.</summary>
    public static ToolChoice Unsaid { get; } = new(null);

    /// <summary>No tool may be called.</summary>
    public static ToolChoice None { get; } = new("none");

    /// <summary>Whether the model must call a tool, which Anthropic does not allow together with thinking.</summary>
    public bool IsForced => _type is "any" or "tool";

    /// <summary>The only tools to send, where the caller chose among its own; <c>null</c>: all.</summary>
    public HashSet<string>? Allowed { get; }

    /// <summary>Reads the choice of a request whose tools are <paramref name="names"/>.</summary>
    public static ToolChoice Read(ChatFields fields, IReadOnlyCollection<string> names, DroppedFields dropped)
    {
        var (field, param) = ChatFields.Has(fields.ToolChoice) || !fields.UsesFunctions
            ? (fields.ToolChoice, "tool_choice")
            : (fields.FunctionCall, "function_call");
        var saysOne = fields.ParallelToolCalls.ValueKind is JsonValueKind.False;
        if (names.Count == 0)
        {
            // A choice among no tools is dropped, as LiteLLM does: agents send it when their tool list happens to be empty.
            if (ChatFields.Has(field) && !RawJson.Is(field, "auto"u8) && !RawJson.Is(field, "none"u8)) dropped.Add(param);
            return Unsaid;
        }

        // The old form knows one call at a time.
        var oneAtATime = saysOne || (fields.UsesFunctions && !ChatFields.Has(fields.Tools));
        return Read(field, param, names, oneAtATime);
    }

    /// <summary>Writes the choice, if there is one.</summary>
    public void Write(Utf8JsonWriter json)
    {
        if (_type is null) return;
        json.WriteStartObject("tool_choice"u8);
        json.WriteString("type"u8, _type);
        if (_name is not null) json.WriteString("name"u8, _name);
        if (_oneAtATime && _type is not "none") json.WriteBoolean("disable_parallel_tool_use"u8, true);
        json.WriteEndObject();
    }

    private static ToolChoice Read(JsonElement field, string param, IReadOnlyCollection<string> names, bool oneAtATime)
    {
        switch (field.ValueKind)
        {
            case JsonValueKind.Undefined: return oneAtATime ? new ToolChoice("auto", oneAtATime: true) : Unsaid;
            case JsonValueKind.String: return new ToolChoice(Mode(field, param), oneAtATime: oneAtATime);
            case JsonValueKind.Object when RawJson.TryGet(field, "allowed_tools"u8, out var allowed):
                return ReadAllowed(allowed, names, oneAtATime);
            case JsonValueKind.Object:
                var holder = RawJson.TryGet(field, "function"u8, out var function) ? function : field;
                var path = param is "tool_choice" ? "tool_choice.function.name" : "function_call.name";
                return new ToolChoice("tool", Name(holder, path, names), oneAtATime);
            default:
                throw RequestFault.Invalid(param, $"'{param}' must be \"auto\", \"required\", \"none\" or an object that names a function.");
        }
    }

    private static string Mode(JsonElement field, string param) => RawJson.String(field) switch
    {
        "auto" => "auto",
        "required" or "any" => "any",
        "none" => "none",
        _ => throw RequestFault.Invalid(param, $"'{param}' must be \"auto\", \"required\", \"none\" or an object that names a function."),
    };

    private static ToolChoice ReadAllowed(JsonElement allowed, IReadOnlyCollection<string> names, bool oneAtATime)
    {
        var chosen = new HashSet<string>(StringComparer.Ordinal);
        if (RawJson.TryGet(allowed, "tools"u8, out var tools) && tools.ValueKind is JsonValueKind.Array)
        {
            foreach (var tool in tools.EnumerateArray())
            {
                var holder = RawJson.TryGet(tool, "function"u8, out var function) ? function : tool;
                chosen.Add(Name(holder, "tool_choice.allowed_tools.tools", names));
            }
        }

        if (chosen.Count == 0) throw RequestFault.Invalid("tool_choice.allowed_tools.tools", "'allowed_tools' must name at least one of the tools.");
        var mode = RawJson.TryGet(allowed, "mode"u8, out var said) ? Mode(said, "tool_choice.allowed_tools.mode") : "auto";
        return new ToolChoice(mode, oneAtATime: oneAtATime, allowed: chosen);
    }

    private static string Name(JsonElement holder, string param, IReadOnlyCollection<string> names)
    {
        var name = RawJson.TryGet(holder, "name"u8, out var value) ? RawJson.String(value) : "";
        return names.Contains(name)
            ? name
            : throw RequestFault.Invalid(param, $"The tool that must be called is not among the tools of the request, which are: {string.Join(", ", names.Take(20))}.");
    }
}
