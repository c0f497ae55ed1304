namespace LlmProxy.Prompts.Quality;

/// <summary>What became of feedback.</summary>
/// <param name="Feedback">As it was taken.</param>
/// <param name="Prompt">What the request ran under, as <c>name@version</c>; <c>null</c>: nothing.</param>
/// <param name="IsReplaced">Whether it took the place of what was said before.</param>
internal sealed record FeedbackReceipt(Feedback Feedback, string? Prompt, bool IsReplaced);
