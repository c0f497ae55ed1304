using LlmProxy.Prompts.Quality;

namespace LlmProxy.Host.Prompts.Quality;

/// <summary>The answer to <c>POST /v1/feedback</c>.</summary>
/// <param name="Object">Always <c>feedback</c>.</param>
/// <param name="RequestId">The request.</param>
/// <param name="Prompt">What it ran under; <c>null</c>: nothing.</param>
/// <param name="Rating">The rating, 1 to 5.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Replaced">Whether it took the place of what was said before.</param>
internal sealed record FeedbackView(string Object, string RequestId, string? Prompt, int? Rating, string? Verdict, bool Replaced)
{
    /// <summary>What became of feedback.</summary>
    public static FeedbackView Of(FeedbackReceipt receipt) =>
        new("feedback", receipt.Feedback.RequestId, receipt.Prompt, receipt.Feedback.Rating, receipt.Feedback.Verdict, receipt.IsReplaced);
}
