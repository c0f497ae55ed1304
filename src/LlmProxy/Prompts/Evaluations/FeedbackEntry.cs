using LlmProxy.Core.Buffers;
using LlmProxy.Prompts.Evaluations.Content;
using LlmProxy.Prompts.Quality;

namespace LlmProxy.Prompts.Evaluations;

/// <summary>What somebody thinks of an answer; it takes the place of what was said of it before.</summary>
/// <param name="feedback">What was said.</param>
/// <param name="hasContent">Whether the comment is recorded, redacted.</param>
internal sealed class FeedbackEntry(Feedback feedback, bool hasContent) : IEvaluationEntry
{
    /// <inheritdoc/>
    public bool Write(PooledBuffer output, long maxBytes)
    {
        string? comment = null;
        var isWhole = true;
        if (hasContent && feedback.Comment is { } said)
        {
            try
            {
                using var redactor = new TextRedactor();
                comment = redactor.Redact(said);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                isWhole = false;
            }
        }

        EvaluationLine.Write(output, feedback, comment);
        return isWhole;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
