using System.Text.Json.Nodes;

namespace LlmProxy.Host.Prompts;

/// <summary>What a prompt is tried with.</summary>
internal sealed class PromptTryoutRequest
{
    /// <summary>The version; none: the live one.</summary>
    public string? Version { get; init; }

    /// <summary>The values of its variables.</summary>
    public JsonObject? Variables { get; init; }

    /// <summary>The caller's own messages, in the form of chat completions; none: no messages.</summary>
    public JsonArray? Messages { get; init; }
}
