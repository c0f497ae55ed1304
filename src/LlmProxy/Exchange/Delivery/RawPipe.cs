using LlmProxy.Core.Buffers;
using LlmProxy.Core.Errors;
using LlmProxy.Failover.Failures;

namespace LlmProxy.Exchange.Delivery;

/// <summary>Lets an answer pass that nobody here understands: an image, a file, speech.</summary>
internal sealed class RawPipe : IAnswerPipe
{
    public bool PassesThrough => true;

    public PooledBuffer Output { get; } = new();

    public bool IsStopped => false;

    public bool IsEventStream => false;

    public bool IsBetweenFrames => false;

    public AnswerProof Proof => AnswerProof.None;

    public FailureKind? Fault => null;

    public void Read(ReadOnlySpan<byte> bytes)
    {
    }

    public LlmError? Complete() => null;

    public void Fail(LlmError error)
    {
        // A part of the body is out; only the aborted connection can tell the client.
    }

    public void Dispose() => Output.Dispose();
}
