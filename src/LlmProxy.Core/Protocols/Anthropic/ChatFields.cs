using System.Text.Json;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>The top-level fields of a chat completion request, found in one pass; of a name that stands twice the last one counts.</summary>
internal sealed class ChatFields
{
    // What the Messages API has itself and no chat field stands for: copied byte for byte.
    private static readonly HashSet<string> NativeNames =
        ["cache_control", "mcp_servers", "container", "context_management", "inference_geo"];

    private readonly Dictionary<string, JsonElement> _native = new(StringComparer.Ordinal);

    public JsonElement Messages { get; private set; }
    public JsonElement Tools { get; private set; }
    public JsonElement ToolChoice { get; private set; }
    public JsonElement ParallelToolCalls { get; private set; }
    public JsonElement Functions { get; private set; }
    public JsonElement FunctionCall { get; private set; }
    public JsonElement MaxTokens { get; private set; }
    public JsonElement MaxCompletionTokens { get; private set; }
    public JsonElement Temperature { get; private set; }
    public JsonElement TopP { get; private set; }
    public JsonElement TopK { get; private set; }
    public JsonElement Stop { get; private set; }
    public JsonElement N { get; private set; }
    public JsonElement Stream { get; private set; }
    public JsonElement StreamOptions { get; private set; }
    public JsonElement ResponseFormat { get; private set; }
    public JsonElement ReasoningEffort { get; private set; }
    public JsonElement Thinking { get; private set; }
    public JsonElement OutputConfig { get; private set; }
    public JsonElement User { get; private set; }
    public JsonElement SafetyIdentifier { get; private set; }
    public JsonElement ServiceTier { get; private set; }
    public JsonElement Modalities { get; private set; }
    public JsonElement WebSearchOptions { get; private set; }

    /// <summary>The fields that pass as they are.</summary>
    public IReadOnlyDictionary<string, JsonElement> Native => _native;

    /// <summary>Whether the request speaks of <c>functions</c>, the form before <c>tools</c>.</summary>
    public bool UsesFunctions => Has(Functions);

    /// <summary>Finds the fields of <paramref name="body"/>; what nobody here knows goes into <paramref name="dropped"/>.</summary>
    public static ChatFields Read(JsonElement body, DroppedFields dropped)
    {
        if (body.ValueKind is not JsonValueKind.Object) throw RequestFault.Invalid("messages", "The body must be a JSON object.");
        var fields = new ChatFields();
        foreach (var property in body.EnumerateObject())
        {
            var name = RawJson.Name(property);
            if (property.Value.ValueKind is JsonValueKind.Null || fields.TrySet(name, property.Value)) continue;
            if (RawJson.SaysSomething(property.Value)) dropped.Add(name);
        }

        return fields;
    }

    /// <summary>Whether the field stands in the request; <c>null</c> is the same as not there.</summary>
    public static bool Has(JsonElement field) => field.ValueKind is not JsonValueKind.Undefined;

    private bool TrySet(string name, JsonElement value)
    {
        switch (name)
        {
            case "model": break;
            case "messages": Messages = value; break;
            case "tools": Tools = value; break;
            case "tool_choice": ToolChoice = value; break;
            case "parallel_tool_calls": ParallelToolCalls = value; break;
            case "functions": Functions = value; break;
            case "function_call": FunctionCall = value; break;
            case "max_tokens": MaxTokens = value; break;
            case "max_completion_tokens": MaxCompletionTokens = value; break;
            case "temperature": Temperature = value; break;
            case "top_p": TopP = value; break;
            case "top_k": TopK = value; break;
            case "stop": Stop = value; break;
            case "n": N = value; break;
            case "stream": Stream = value; break;
            case "stream_options": StreamOptions = value; break;
            case "response_format": ResponseFormat = value; break;
            case "reasoning_effort": ReasoningEffort = value; break;
            case "thinking": Thinking = value; break;
            case "output_config": OutputConfig = value; break;
            case "user": User = value; break;
            case "safety_identifier": SafetyIdentifier = value; break;
            case "service_tier": ServiceTier = value; break;
            case "modalities": Modalities = value; break;
            case "web_search_options": WebSearchOptions = value; break;
            default: return NativeNames.Contains(name) && TrySetNative(name, value);
        }

        return true;
    }

    private bool TrySetNative(string name, JsonElement value)
    {
        _native[name] = value;
        return true;
    }
}
