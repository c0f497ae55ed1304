using LlmProxy.Core.Buffers;
using LlmProxy.Core.Errors;
using LlmProxy.Failover.Failures;

namespace LlmProxy.Exchange.Delivery;

/// <summary>Watches an answer pass and says what is wrong with it, but writes nothing: whoever reads it tells its own client.</summary>
internal sealed class WatchingPipe(IAnswerPipe pipe) : IAnswerPipe
{
    public bool PassesThrough => true;

    public PooledBuffer Output => pipe.Output;

    public bool IsStopped => false;

    public bool IsEventStream => pipe.IsEventStream;

    /// <summary>Comments are for clients: each reader has its own.</summary>
    public bool IsBetweenFrames => false;

    public AnswerProof Proof => pipe.Proof;

    public FailureKind? Fault => pipe.Fault;

    public void Read(ReadOnlySpan<byte> bytes) => pipe.Read(bytes);

    public LlmError? Complete() => pipe.Complete();

    public void Fail(LlmError error)
    {
        // The readers find the same at the end of what they read, and say it in their client's protocol.
    }

    public void Dispose() => pipe.Dispose();
}
