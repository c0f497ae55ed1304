using LlmProxy.Core.Buffers;
using LlmProxy.Core.Events;
using LlmProxy.Core.Protocols;
using LlmProxy.Core.Sse;

namespace LlmProxy.Exchange.Delivery;

/// <summary>The events of a foreign protocol go out in the client's.</summary>
internal sealed class EncodedFrames(PooledBuffer output, IStreamEncoder encoder) : IFrameOutput
{
    public bool PassesThrough => false;

    public bool TellsErrors => true;

    public void OnEvent(in LlmEvent e) => encoder.Encode(e, output);

    public void EndFrame(in SseFrame frame, bool isUsageOnly)
    {
    }

    public void Stop(FinishReason reason)
    {
        encoder.Encode(new LlmEvent(LlmEventKind.Finish) { Finish = reason }, output);
        encoder.Encode(new LlmEvent(LlmEventKind.End), output);
    }

    public void Dispose() => (encoder as IDisposable)?.Dispose();
}
