namespace LlmProxy.Core.Tokens.Prompts.Tools;

/// <summary>One function that a model may call, as the parts of its JSON: in chat, responses and Anthropic's messages alike.</summary>
internal readonly ref struct ToolDefinition
{
    private ToolDefinition(ReadOnlySpan<byte> json)
    {
        Name = JsonMember.TextOf(json, "name"u8);
        Description = JsonMember.TextOf(json, "description"u8);
        Parameters = JsonMember.Of(json, "parameters"u8);
        if (Parameters.IsEmpty)
            Parameters = JsonMember.Of(json, "input_schema"u8);
    }

    /// <summary>The name, its escapes not resolved; empty for a tool of the provider's own.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>The description, its escapes not resolved.</summary>
    public ReadOnlySpan<byte> Description { get; }

    /// <summary>The JSON schema of its arguments.</summary>
    public ReadOnlySpan<byte> Parameters { get; }

    /// <summary>Reads an element of <c>tools</c> or <c>functions</c>.</summary>
    public static ToolDefinition Read(ReadOnlySpan<byte> tool) =>
        JsonMember.Of(tool, "function"u8) is { IsEmpty: false } function ? new ToolDefinition(function) : new ToolDefinition(tool);
}
