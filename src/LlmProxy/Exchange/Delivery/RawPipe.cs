using LlmProxy.Core.Buffers;
using LlmProxy.Core.Errors;
using LlmProxy.Failover.Failures;

namespace LlmProxy.Exchange.Delivery;

/// <summary>Lets an answer pass that nobody here understands: an image, a file, speech.</summary>
/// <param name="isDue">Whether an answer without any byte is none.</param>
/// <param name="hasLength">Whether its length is told: then it has proved itself once all of it is there. Else its first byte is the proof.</param>
internal sealed class RawPipe(bool isDue, bool hasLength) : IAnswerPipe
{
    private bool _hasBegun;

    public bool PassesThrough => true;

    public PooledBuffer Output { get; } = new();

    public bool IsStopped => false;

    public bool IsEventStream => false;

    public bool IsBetweenFrames => false;

    public AnswerProof Proof => _hasBegun && !hasLength ? AnswerProof.Complete : AnswerProof.None;

    public FailureKind? Fault { get; private set; }

    public void Read(ReadOnlySpan<byte> bytes) => _hasBegun = true;

    public LlmError? Complete()
    {
        if (isDue && !_hasBegun)
            Fault = FailureKind.EmptyAnswer;
        return null;
    }

    public void Fail(LlmError error)
    {
        // A part of the body is out; only the aborted connection can tell the client.
    }

    public void Dispose() => Output.Dispose();
}
