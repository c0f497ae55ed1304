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
        IReadOnlyList<string> tags = [];
        var isWhole = true;
        if (feedback.Tags.Count > 0 || feedback.Comment is not null)
        {
            try
            {
                using var redactor = new TextRedactor();
                if (hasContent && feedback.Comment is { } said)
                    comment = redactor.Redact(said);
                // Words of the caller's own, which stand here with and without content.
                tags = [.. feedback.Tags.Select(redactor.Redact)];
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // What was not looked at must not be written.
                (isWhole, comment) = (false, null);
            }
        }

        EvaluationLine.Write(output, feedback, tags, comment);
        return isWhole;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
