using LlmProxy.Core.Buffers;
using LlmProxy.Core.Errors;
using LlmProxy.Failover.Failures;

namespace LlmProxy.Exchange.Delivery;

/// <summary>Reads an answer's bytes as they pass, and may put others in their place.</summary>
/// <remarks>One instance for each answer, used by one reader at a time.</remarks>
internal interface IAnswerPipe : IDisposable
{
    /// <summary>Whether the bytes go out as they came; then nothing is put into <see cref="Output"/> but an error at the end.</summary>
    bool PassesThrough { get; }

    /// <summary>What is to go out next. Whoever takes it releases it.</summary>
    PooledBuffer Output { get; }

    /// <summary>Whether the answer is over for the client, whatever else the provider sends.</summary>
    bool IsStopped { get; }

    /// <summary>Whether the client gets server-sent events.</summary>
    bool IsEventStream { get; }

    /// <summary>Whether a comment may go out after what has gone out so far.</summary>
    bool IsBetweenFrames { get; }

    /// <summary>What the answer has shown of itself so far.</summary>
    AnswerProof Proof { get; }

    /// <summary>What is wrong with the answer so far, be it told to the client or not; <c>null</c>: nothing.</summary>
    FailureKind? Fault { get; }

    /// <summary>When <see cref="Release"/> is due, a timestamp of the clock; 0: nothing waits for a time.</summary>
    long ReleaseAt => 0;

    /// <summary>Time has passed without a word of the provider's: puts out what is due by now, which may be nothing.</summary>
    /// <param name="now">The clock's timestamp.</param>
    void Release(long now)
    {
    }

    /// <summary>Takes bytes of the provider.</summary>
    void Read(ReadOnlySpan<byte> bytes);

    /// <summary>The provider's body has ended. What is wrong with that is the result; <c>null</c> where the answer is whole.</summary>
    LlmError? Complete();

    /// <summary>The client must be told inside the answer, which has already begun, that it went wrong.</summary>
    void Fail(LlmError error);
}
