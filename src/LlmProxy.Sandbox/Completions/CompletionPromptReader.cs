using System.Text.Json;
using LlmProxy.Sandbox.Answers;
using LlmProxy.Sandbox.Errors;

namespace LlmProxy.Sandbox.Completions;

/// <summary>Reads a legacy completion request: one prompt for each string, token list or list item.</summary>
internal static class CompletionPromptReader
{
    private const int DefaultMaxTokens = 16;

    /// <exception cref="ApiException">Something required is missing or of the wrong type.</exception>
    public static List<Prompt> Read(JsonElement request, string model)
    {
        PromptReader.RequireModel(request, model);
        if (!request.TryGetProperty("prompt", out var prompt)) throw ApiException.Missing("prompt");
        var isList = prompt.ValueKind == JsonValueKind.Array
            && prompt.EnumerateArray().Any(item => item.ValueKind is JsonValueKind.String or JsonValueKind.Array);
        JsonElement[] items = isList ? [.. prompt.EnumerateArray()] : [prompt];
        return [.. items.Select(item => ReadOne(request, item))];
    }

    private static Prompt ReadOne(JsonElement request, JsonElement item)
    {
        var text = item.ValueKind switch
        {
            JsonValueKind.String => item.GetString()!,
            JsonValueKind.Array => $"{item.GetArrayLength()} tokens",
            _ => throw ApiException.WrongType("prompt", "a string, an array of strings, or tokens"),
        };
        var prompt = new Prompt
        {
            UserText = text,
            MaxTokens = PromptReader.Number(request, "max_tokens", 0) ?? DefaultMaxTokens,
        };
        prompt.Count(text);
        PromptReader.ReadStop(request, "stop", prompt);
        return prompt;
    }
}
