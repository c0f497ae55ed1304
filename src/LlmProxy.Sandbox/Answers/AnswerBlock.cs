namespace LlmProxy.Sandbox.Answers;

/// <summary>One part of an answer, in the order in which it is streamed.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Reasoning, text, or the arguments of a tool call as JSON.</param>
internal sealed record AnswerBlock(BlockKind Kind, string Text)
{
    /// <summary>The tool of a call.</summary>
    public string ToolName { get; init; } = "";

    /// <summary>The number of a call among the answer's calls, from 0.</summary>
    public int CallIndex { get; init; }
}
