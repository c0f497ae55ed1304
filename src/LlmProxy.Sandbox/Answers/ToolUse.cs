namespace LlmProxy.Sandbox.Answers;

/// <summary>Whether the request wants a tool to be called.</summary>
internal enum ToolUse
{
    Free,
    Forbidden,
    Required,
    Named,
}
