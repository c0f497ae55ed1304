using System.Text.Json;
using LlmProxy.Sandbox.Answers;
using LlmProxy.Sandbox.Errors;

namespace LlmProxy.Sandbox.Messages;

/// <summary>Reads a request of Anthropic's Messages API.</summary>
internal static class MessagesPromptReader
{
    /// <exception cref="ApiException">Something required is missing or of the wrong type.</exception>
    public static Prompt Read(JsonElement request, string model, bool isCount = false)
    {
        if (model.Length == 0) throw Required("model");
        if (!isCount && !request.TryGetProperty("max_tokens", out _)) throw Required("max_tokens");
        if (!request.TryGetProperty("messages", out var messages)) throw Required("messages");
        if (messages.ValueKind != JsonValueKind.Array || messages.GetArrayLength() == 0)
            throw ApiException.Invalid("messages: at least one message is required", "messages");
        var prompt = new Prompt
        {
            MaxTokens = PromptReader.Number(request, "max_tokens", 1),
            WantsThinking = PromptReader.String(PromptReader.Object(request, "thinking"), "type") is "enabled" or "adaptive",
        };
        if (request.TryGetProperty("system", out var system)) prompt.Count(PromptReader.TextOf(system, prompt));
        var index = 0;
        foreach (var message in messages.EnumerateArray()) ReadMessage(message, index++, prompt);
        ReadTools(request, prompt);
        PromptReader.ReadStop(request, "stop_sequences", prompt);
        var format = PromptReader.Object(PromptReader.Object(request, "output_config"), "format");
        PromptReader.ReadFormat(format, format, "output_config.format.schema", prompt);
        return prompt;
    }

    private static ApiException Required(string field) => ApiException.Invalid($"{field}: Field required", field);

    private static void ReadMessage(JsonElement message, int index, Prompt prompt)
    {
        var role = PromptReader.String(message, "role");
        if (role is not ("user" or "assistant"))
        {
            throw ApiException.Invalid(
                $"messages.{index}.role: Input should be 'user' or 'assistant'", $"messages.{index}.role");
        }

        prompt.ToolResults.Clear();
        if (!message.TryGetProperty("content", out var content)) throw Required($"messages.{index}.content");
        var text = PromptReader.TextOf(content, prompt);
        prompt.Count(text);
        if (role != "user") return;
        prompt.UserText = text;
        if (content.ValueKind == JsonValueKind.Array) ReadResults(content, prompt);
    }

    private static void ReadResults(JsonElement content, Prompt prompt)
    {
        foreach (var block in content.EnumerateArray())
        {
            if (PromptReader.String(block, "type") != "tool_result") continue;
            var result = block.TryGetProperty("content", out var inner) ? PromptReader.TextOf(inner, prompt) : "";
            prompt.Count(result);
            prompt.ToolResults.Add(result);
        }
    }

    private static void ReadTools(JsonElement request, Prompt prompt)
    {
        if (request.TryGetProperty("tools", out var tools) && tools.ValueKind == JsonValueKind.Array)
        {
            foreach (var tool in tools.EnumerateArray())
            {
                if (PromptReader.String(tool, "name") is not { } name) continue;
                prompt.Tools.Add(new(name, PromptReader.Object(tool, "input_schema")));
                prompt.Count(tool.GetRawText());
            }
        }

        var choice = PromptReader.Object(request, "tool_choice");
        // Anthropic ends with tool_use even where one tool was named, so "named" here only picks the tool.
        prompt.ToolName = PromptReader.String(choice, "name");
        prompt.ToolUse = PromptReader.String(choice, "type") switch
        {
            "any" or "tool" => ToolUse.Required,
            "none" => ToolUse.Forbidden,
            _ => ToolUse.Free,
        };
    }
}
