using System.Text.Json;

namespace LlmProxy.Sandbox.Answers;

/// <summary>What a request asks for, whichever protocol it came in.</summary>
internal sealed class Prompt
{
    /// <summary>The text of the last user message.</summary>
    public string UserText { get; set; } = "";

    /// <summary>The tool results after the last assistant message; answered before anything else.</summary>
    public List<string> ToolResults { get; } = [];

    public List<ToolDefinition> Tools { get; } = [];

    public ToolUse ToolUse { get; set; }

    /// <summary>The tool that <see cref="Answers.ToolUse.Named"/> means.</summary>
    public string? ToolName { get; set; }

    public OutputForm Form { get; set; }

    /// <summary>The schema of <see cref="OutputForm.JsonSchema"/>.</summary>
    public JsonElement Schema { get; set; }

    public List<string> Stop { get; } = [];

    /// <summary>Most tokens of the answer's text; null for no limit.</summary>
    public int? MaxTokens { get; set; }

    /// <summary>Whether a thinking block is wanted without a command for it.</summary>
    public bool WantsThinking { get; set; }

    /// <summary>Tokens of the whole prompt.</summary>
    public int InputTokens { get; private set; }

    /// <summary>Counts one message's text into the prompt.</summary>
    public void Count(string text) => InputTokens += Tokens.Count(text) + Tokens.PerMessage;

    /// <summary>Counts one image into the prompt.</summary>
    public void CountImage() => InputTokens += Tokens.PerImage;
}
