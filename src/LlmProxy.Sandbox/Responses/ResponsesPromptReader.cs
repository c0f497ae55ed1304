using System.Text.Json;
using LlmProxy.Sandbox.Answers;
using LlmProxy.Sandbox.Errors;

namespace LlmProxy.Sandbox.Responses;

/// <summary>Reads a request of the Responses API.</summary>
internal static class ResponsesPromptReader
{
    /// <exception cref="ApiException">Something required is missing or of the wrong type.</exception>
    public static Prompt Read(JsonElement request, string model)
    {
        PromptReader.RequireModel(request, model);
        var prompt = new Prompt { MaxTokens = PromptReader.Number(request, "max_output_tokens", 1) };
        if (PromptReader.String(request, "instructions") is { } instructions) prompt.Count(instructions);
        ReadInput(request, prompt);
        ReadTools(request, prompt);
        var format = PromptReader.Object(PromptReader.Object(request, "text"), "format");
        PromptReader.ReadFormat(format, format, "text.format.schema", prompt);
        return prompt;
    }

    private static void ReadInput(JsonElement request, Prompt prompt)
    {
        if (!request.TryGetProperty("input", out var input)) throw ApiException.Missing("input");
        if (input.ValueKind == JsonValueKind.String)
        {
            prompt.UserText = input.GetString()!;
            prompt.Count(prompt.UserText);
            return;
        }

        if (input.ValueKind != JsonValueKind.Array) throw ApiException.WrongType("input", "a string or an array");
        foreach (var item in input.EnumerateArray()) ReadItem(item, prompt);
    }

    private static void ReadItem(JsonElement item, Prompt prompt)
    {
        if (item.ValueKind != JsonValueKind.Object) throw ApiException.WrongType("input", "an array of objects");
        if (PromptReader.String(item, "type") is "function_call_output" or "custom_tool_call_output")
        {
            var result = item.TryGetProperty("output", out var output) ? PromptReader.TextOf(output, prompt) : "";
            prompt.Count(result);
            prompt.ToolResults.Add(result);
            return;
        }

        var text = item.TryGetProperty("content", out var content) ? PromptReader.TextOf(content, prompt) : "";
        prompt.Count(text);
        if (PromptReader.String(item, "role") is not { } role) return;
        if (role is "user" or "assistant") prompt.ToolResults.Clear();
        if (role == "user") prompt.UserText = text;
    }

    private static void ReadTools(JsonElement request, Prompt prompt)
    {
        if (request.TryGetProperty("tools", out var tools) && tools.ValueKind == JsonValueKind.Array)
        {
            foreach (var tool in tools.EnumerateArray())
            {
                if (PromptReader.String(tool, "name") is not { } name) continue;
                prompt.Tools.Add(new(name, PromptReader.Object(tool, "parameters")));
                prompt.Count(tool.GetRawText());
            }
        }

        if (!request.TryGetProperty("tool_choice", out var choice)) return;
        prompt.ToolName = PromptReader.String(choice, "name");
        prompt.ToolUse = (choice.ValueKind == JsonValueKind.String ? choice.GetString() : null) switch
        {
            "none" => ToolUse.Forbidden,
            "required" => ToolUse.Required,
            _ => prompt.ToolName is null ? ToolUse.Free : ToolUse.Named,
        };
    }
}
