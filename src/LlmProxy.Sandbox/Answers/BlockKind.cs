namespace LlmProxy.Sandbox.Answers;

/// <summary>The parts of an answer.</summary>
internal enum BlockKind
{
    Reasoning,
    Text,
    ToolCall,
}
