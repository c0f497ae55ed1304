using LlmProxy.Core.Buffers;
using LlmProxy.Core.Events;
using LlmProxy.Core.Protocols;
using LlmProxy.Core.Sse;

namespace LlmProxy.Exchange.Delivery;

/// <summary>Frames are copied as they came, for somebody who adds to them.</summary>
internal sealed class CopiedFrames(PooledBuffer output) : IFrameOutput
{
    public bool PassesThrough => false;

    public bool TellsErrors => false;

    public void OnEvent(in LlmEvent e)
    {
    }

    public void EndFrame(in SseFrame frame, bool isUsageOnly) => output.Append(frame.Raw);

    public void Stop(FinishReason reason)
    {
        // As in UntouchedFrames.
    }

    public void Dispose()
    {
    }
}
