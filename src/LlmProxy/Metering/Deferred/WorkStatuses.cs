using LlmProxy.Exchange;

namespace LlmProxy.Metering.Deferred;

/// <summary>Reads how far work is.</summary>
internal static class WorkStatuses
{
    /// <summary>The meaning of an object's <c>status</c>, by the names that OpenAI's batches and responses have for it.</summary>
    /// <param name="status">The text, UTF-8, without quotes.</param>
    public static WorkStatus Parse(ReadOnlySpan<byte> status) => status switch
    {
        _ when status.SequenceEqual("completed"u8) || status.SequenceEqual("incomplete"u8)
            || status.SequenceEqual("expired"u8) || status.SequenceEqual("cancelled"u8) => WorkStatus.Ended,
        _ when status.SequenceEqual("failed"u8) => WorkStatus.Failed,
        _ when status.SequenceEqual("queued"u8) || status.SequenceEqual("in_progress"u8) || status.SequenceEqual("validating"u8)
            || status.SequenceEqual("finalizing"u8) || status.SequenceEqual("cancelling"u8) => WorkStatus.Running,
        _ => WorkStatus.Unstated,
    };

    /// <summary>How far the work is that an answer tells of. A stream that tells its end tells that of the work.</summary>
    public static WorkStatus Of(AnswerFacts answer) =>
        !answer.HasEnded ? answer.Work : answer.ErrorCode is null ? WorkStatus.Ended : WorkStatus.Failed;
}
