using System.Text.Json;
using LlmProxy.Sandbox.Answers;
using LlmProxy.Sandbox.Errors;

namespace LlmProxy.Sandbox.Chat;

/// <summary>Reads a chat completion request.</summary>
internal static class ChatPromptReader
{
    /// <exception cref="ApiException">Something required is missing or of the wrong type.</exception>
    public static Prompt Read(JsonElement request, string model)
    {
        PromptReader.RequireModel(request, model);
        var prompt = new Prompt
        {
            MaxTokens = PromptReader.Number(request, "max_completion_tokens", 1) ?? PromptReader.Number(request, "max_tokens", 1),
        };
        var index = 0;
        foreach (var message in PromptReader.RequireArray(request, "messages").EnumerateArray())
            ReadMessage(message, index++, prompt);
        ReadTools(request, prompt);
        PromptReader.ReadStop(request, "stop", prompt);
        var format = PromptReader.Object(request, "response_format");
        PromptReader.ReadFormat(
            format, PromptReader.Object(format, "json_schema"), "response_format.json_schema.schema", prompt);
        return prompt;
    }

    private static void ReadMessage(JsonElement message, int index, Prompt prompt)
    {
        if (message.ValueKind != JsonValueKind.Object) throw ApiException.WrongType($"messages[{index}]", "an object");
        var role = PromptReader.String(message, "role") ?? throw ApiException.Missing($"messages[{index}].role");
        var text = message.TryGetProperty("content", out var content) ? PromptReader.TextOf(content, prompt) : "";
        prompt.Count(text);
        switch (role)
        {
            case "user":
                prompt.UserText = text;
                prompt.ToolResults.Clear();
                break;
            case "assistant":
                prompt.ToolResults.Clear();
                break;
            case "tool" or "function":
                prompt.ToolResults.Add(text);
                break;
            case "system" or "developer":
                break;
            default:
                throw ApiException.Invalid(
                    $"Invalid value: '{role}'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', and 'developer'.",
                    $"messages[{index}].role",
                    "invalid_value");
        }
    }

    private static void ReadTools(JsonElement request, Prompt prompt)
    {
        if (request.TryGetProperty("tools", out var tools) && tools.ValueKind == JsonValueKind.Array)
        {
            foreach (var tool in tools.EnumerateArray())
            {
                var function = PromptReader.Object(tool, "function");
                if (PromptReader.String(function, "name") is not { } name) continue;
                prompt.Tools.Add(new(name, PromptReader.Object(function, "parameters")));
                prompt.Count(function.GetRawText());
            }
        }

        if (!request.TryGetProperty("tool_choice", out var choice)) return;
        prompt.ToolName = PromptReader.String(PromptReader.Object(choice, "function"), "name");
        prompt.ToolUse = (choice.ValueKind == JsonValueKind.String ? choice.GetString() : null) switch
        {
            "none" => ToolUse.Forbidden,
            "required" => ToolUse.Required,
            _ => prompt.ToolName is null ? ToolUse.Free : ToolUse.Named,
        };
    }
}
