namespace LlmProxy.Core.Prompts;

/// <summary>What a template says: its text, read.</summary>
/// <param name="Messages">The messages, in order.</param>
/// <param name="HistoryAt">Before which of them the caller's own come; as many as there are: behind all.</param>
public sealed record PromptBody(IReadOnlyList<PromptMessage> Messages, int HistoryAt);
