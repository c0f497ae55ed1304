namespace LlmProxy.Sandbox.Answers;

/// <summary>What the sandbox says, before a protocol gives it form.</summary>
internal sealed class Answer
{
    public required AnswerBlock[] Blocks { get; init; }

    public FinishKind Finish { get; init; }

    /// <summary>The stop sequence that was met.</summary>
    public string? StopSequence { get; init; }

    public required int InputTokens { get; init; }

    /// <summary>Tokens of reasoning, text and calls together.</summary>
    public int OutputTokens => Blocks.Sum(block => Tokens.Count(block.Text));

    /// <summary>Those of them that are reasoning.</summary>
    public int ReasoningTokens => Blocks.Where(block => block.Kind == BlockKind.Reasoning).Sum(block => Tokens.Count(block.Text));

    public string Text => Blocks.FirstOrDefault(block => block.Kind == BlockKind.Text)?.Text ?? "";

    public string? Reasoning => Blocks.FirstOrDefault(block => block.Kind == BlockKind.Reasoning)?.Text;

    public IEnumerable<AnswerBlock> Calls => Blocks.Where(block => block.Kind == BlockKind.ToolCall);
}
