namespace LlmProxy.Sandbox.Answers;

/// <summary>Why an answer ended.</summary>
internal enum FinishKind
{
    Stop,
    StopSequence,
    Length,
    ToolCalls,
}
