using System.Text.Json.Nodes;
using LlmProxy.Core.Prompts;

namespace LlmProxy.Host.Prompts;

/// <summary>What a version says beside its messages, in the words of files.</summary>
internal sealed record PromptSettingsView(string? Model, long? MaxTokens, decimal? Temperature, JsonNode? ResponseSchema)
{
    /// <summary>The settings of a template.</summary>
    public static PromptSettingsView Of(PromptSettings settings) => new(
        settings.Model, settings.MaxTokens, settings.Temperature, settings.ResponseSchema is { } schema ? JsonNode.Parse(schema) : null);
}
